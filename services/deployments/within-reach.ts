import { TrafficError } from '@/core/ports/traffic'
import { isDatabaseAway } from '@/services/database-away'
import { LeaseLostError } from '@/services/leases/app-lease'
import { isAnothers } from './interruptions'
import type { Run } from './run'

/** A way back must not wait for a host that does not answer: others may, and a person has asked for an end. */
const reachWithinMs = 6000

/**
 * Does something on a host as far as it answers; null when it does not, which the deployment's log then says. Throws
 * LeaseLostError, and what says that the database is away.
 */
export const withinReach = async <Result>(
  run: Run,
  where: string,
  work: () => Promise<Result>,
): Promise<Result | null> => {
  const given = new AbortController()
  const late = run.ctx.clock.wait(reachWithinMs, given.signal).then(
    () => Promise.reject(new TrafficError('proxy_unavailable', `no answer within ${reachWithinMs / 1000} s`)),
    () => null,
  )
  try {
    return await Promise.race([work(), late])
  } catch (error) {
    if (error instanceof TrafficError && error.code === 'fenced') throw new LeaseLostError(run.held.appId)
    if (isAnothers(error) || isDatabaseAway(error)) throw error
    run.ctx.log.warn({ error: String(error), deploymentId: run.held.id }, 'a host could not be reached on the way back')
    run.journal.say(`${where} does not answer; what is left to do there is done as soon as it does.`)
    return null
  } finally {
    given.abort()
  }
}
