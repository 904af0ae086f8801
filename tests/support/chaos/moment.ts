import { setTimeout as wait } from 'node:timers/promises'
import { isEnd } from '@/core/deployments/state'
import type { Deployment } from '@/prisma/generated/client'
import { closeGate } from './gate'
import { journaled, type Moment } from './plan'
import { hasReached, type Truth } from './truth'

/** How long a step may take to come before the fault strikes anyway. */
const stepWithinMs = 25_000

export interface ArmedMoment {
  /** Resolves when it is there; false says that the deployment never came to it. */
  reached(deploymentId: string): Promise<boolean>
  /** To be called when the fault has struck. */
  passed(): Promise<void>
}

/** Gets ready for the moment; to be called before the deployment is asked for. */
export const armMoment = async (truth: Truth, appId: string, moment: Moment): Promise<ArmedMoment> => {
  if (moment.at === 'time') {
    return {
      reached: () => wait(moment.afterMs, true),
      passed: async () => undefined,
    }
  }
  const following = journaled[journaled.indexOf(moment.step) + 1]
  const step = moment.at === 'before' ? moment.step : following
  if (step === undefined) throw new Error(`nothing follows ${moment.step}`)
  const gate = await closeGate(truth, appId, step)
  return {
    reached: async (deploymentId) => {
      const never = new AbortController()
      let isOver = false
      const isOverOrEnded = ({ status }: Deployment): boolean =>
        isOver || (step !== 'drained' && isEnd(status) && status !== 'succeeded')
      const ended = truth.until(deploymentId, stepWithinMs, isOverOrEnded).then((row) => row && never.abort())
      const isThere = await gate.reached(stepWithinMs, never.signal)
      isOver = true
      await ended
      if (!isThere || moment.at === 'before') await gate.open()
      if (!isThere) return false
      if (moment.at === 'after') return true
      // Let pass, the worker writes it down: from then on its effect may begin.
      return (await truth.until(deploymentId, 5000, (row) => hasReached(row, moment.step), 1)) !== null
    },
    passed: () => gate.open(),
  }
}
