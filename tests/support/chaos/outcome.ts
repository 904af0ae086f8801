import { z } from 'zod'
import { type Cause, causeOf, type FailedRequest, type Loss } from './attribution'
import type { PlannedDeployment, Round } from './plan'

const times = z.record(z.string(), z.number())

export const outcomeSchema = z.object({
  round: z.number(),
  app: z.string(),
  fault: z.string(),
  moment: z.string(),
  status: z.string(),
  /** From the fault to the deployment's end; 0 where it had ended before, null where it did not end. */
  secondsToEnd: z.number().nullable(),
  requests: z.number(),
  /** Failed requests that are ours, by what the client saw. */
  ours: times,
  /** Failed requests that nobody could have saved, by cause. */
  apart: times,
  /** How long nobody was served, of each app, where no proxy or engine was there to do it. */
  gapsMs: z.array(z.number()),
  /** From the round's end until containers and proxies were as the database says; null where they never were. */
  secondsToEqual: z.number().nullable(),
  /** What should not be. */
  problems: z.array(z.string()),
  /** What is worth knowing. */
  notes: z.array(z.string()),
})
/** What became of one deployment. */
export type Outcome = z.infer<typeof outcomeSchema>

/** Failed requests: ours, and those that are explained. */
export const countFailed = (
  failures: readonly FailedRequest[],
  losses: readonly Loss[],
): Pick<Outcome, 'ours' | 'apart'> => {
  const ours: Record<string, number> = {}
  const apart: Partial<Record<Cause, number>> = {}
  for (const failure of failures) {
    const cause = causeOf(failure, losses)
    if (cause !== null) {
      apart[cause] = (apart[cause] ?? 0) + 1
      continue
    }
    const what = `${failure.method} ${failure.what}`
    ours[what] = (ours[what] ?? 0) + 1
  }
  return { ours, apart }
}

/** The times of day of what failed, which is what one looks for in the logs. */
export const firstAndLast = (failures: readonly FailedRequest[], losses: readonly Loss[]): string | null => {
  const ours = failures.filter((failure) => causeOf(failure, losses) === null)
  const clock = (at: number | undefined): string => (at === undefined ? '' : new Date(at).toISOString().slice(11, 23))
  return ours.length === 0 ? null : `${clock(ours[0]?.beganAt)} to ${clock(ours.at(-1)?.endedAt)}`
}

export const momentInWords = ({ moment, startAfterMs }: PlannedDeployment, round: Round): string => {
  const aimed = round.scope === 'app' ? moment : round.deployments[0]?.moment
  const when = !aimed || aimed.at === 'time' ? `after ${aimed?.afterMs ?? 0} ms` : `${aimed.at} ${aimed.step}`
  return startAfterMs > 0 && round.scope === 'instance' ? `${when}, begun ${startAfterMs} ms later` : when
}
