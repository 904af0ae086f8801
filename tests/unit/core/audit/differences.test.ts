import { describe, expect, it } from 'vitest'
import { differences } from '@/core/audit/differences'

describe('what an event changed', () => {
  it('is told place by place, without what stayed', () => {
    const before = {
      port: 3000,
      healthCheck: { path: '/health', intervalSeconds: 1 },
      domains: ['a.example', 'b.example'],
    }
    const after = {
      port: 4000,
      healthCheck: { path: '/ok', intervalSeconds: 1 },
      domains: ['a.example'],
      image: 'shop:2',
    }
    expect(differences(before, after)).toEqual([
      { path: 'port', before: '3000', after: '4000' },
      { path: 'healthCheck.path', before: '/health', after: '/ok' },
      { path: 'domains', before: 'a.example, b.example', after: 'a.example' },
      { path: 'image', before: null, after: 'shop:2' },
    ])
  })

  it('of something new or gone is all of it', () => {
    expect(differences(null, { role: 'viewer', expiresAt: null, apps: [] })).toEqual([
      { path: 'role', before: null, after: 'viewer' },
    ])
    expect(differences({ enabled: false }, undefined)).toEqual([{ path: 'enabled', before: 'false', after: null }])
    expect(differences(null, null)).toEqual([])
  })

  it('looks into lists of things', () => {
    const volume = (mountPath: string) => ({ volumes: [{ name: 'data', mountPath }] })
    expect(differences(volume('/data'), volume('/var/data'))).toEqual([
      { path: 'volumes.0.mountPath', before: '/data', after: '/var/data' },
    ])
  })
})
