import { TrafficError } from '@/core/ports/traffic'
import { answeredWithin } from '@/services/answered-within'
import { isDatabaseAway } from '@/services/database-away'
import { LeaseLostError } from '@/services/leases/app-lease'
import { isAnothers } from './interruptions'
import type { Run } from './run'

/** A way back must not wait for a host that does not answer: others may, and a person has asked for an end. */
const reachWithinMs = 5000
/** One that has let us wait once is not waited for as long again. */
const againWithinMs = 500

/**
 * Does something on these hosts as far as they answer; null when one does not, which the deployment's log then says.
 * Throws LeaseLostError, and what says that the database is away.
 */
export const withinReach = async <Result>(
  run: Run,
  hosts: readonly string[],
  work: () => Promise<Result>,
  withinMs = reachWithinMs,
): Promise<Result | null> => {
  const { ctx, journal, unanswered } = run
  const isKnown = hosts.some((name) => unanswered.has(name))
  try {
    return await answeredWithin(ctx.clock, isKnown ? againWithinMs : withinMs, work)
  } catch (error) {
    if (error instanceof TrafficError && error.code === 'fenced') throw new LeaseLostError(run.held.appId)
    if (isAnothers(error) || isDatabaseAway(error)) throw error
    ctx.log.warn({ error: String(error), deploymentId: run.held.id }, 'a host could not be reached on the way back')
    const where = hosts.join(' and ')
    if (!isKnown) journal.say(`${where} does not answer; what is left to do there is done as soon as it does.`)
    for (const name of hosts) unanswered.add(name)
    return null
  }
}
