import { describe, expect, it } from 'vitest'
import type { DeploymentStatus } from '@/core/deployments/state'
import { afterWords, lastMoved } from '@/core/incidents/moved-traffic'

const at = (seconds: number): Date => new Date(Date.UTC(2026, 8, 3, 12, 0, seconds))
const deployment = (name: string, status: DeploymentStatus, liveAt: number | null, finishedAt: number | null) => ({
  name,
  status,
  liveAt: liveAt === null ? null : at(liveAt),
  finishedAt: finishedAt === null ? null : at(finishedAt),
})

describe('the deployment that had last moved the traffic', () => {
  const first = deployment('v1', 'succeeded', 0, 10)

  it('is the one that went live last before it', () => {
    const second = deployment('v2', 'succeeded', 100, 110)
    expect(lastMoved([first, second], at(50))?.deployment.name).toBe('v1')
    expect(lastMoved([first, second], at(174))?.deployment.name).toBe('v2')
    expect(lastMoved([first], new Date(at(0).getTime() - 5000))).toBeNull()
  })

  it('is not one that never went live', () => {
    expect(lastMoved([first, deployment('v2', 'failed', null, 120)], at(174))?.deployment.name).toBe('v1')
  })

  it('is one that went back, from its end on', () => {
    const back = deployment('v2', 'rolled_back', 100, 130)
    expect(lastMoved([first, back], at(120))).toMatchObject({ deployment: { name: 'v2' }, moved: { kind: 'live' } })
    expect(lastMoved([first, back], at(140))).toMatchObject({
      deployment: { name: 'v2' },
      moved: { kind: 'back', at: at(130) },
    })
  })

  it('is blamed for what fails in the moment in which it goes live', () => {
    const second = deployment('v2', 'verifying', 100, null)
    const just = new Date(at(100).getTime() - 400)
    expect(lastMoved([first, second], just)?.deployment.name).toBe('v2')
  })

  it('is said with its distance', () => {
    expect(afterWords({ at: at(0), kind: 'live' }, 14, at(74))).toBe('opened 74 s after v14 went live')
    expect(afterWords({ at: at(0), kind: 'back' }, 14, at(20))).toBe('opened 20 s after v14 was taken back')
  })
})
