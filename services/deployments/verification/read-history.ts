import type { CounterReadings } from '@/core/deployments/proof'
import { sampleSeconds } from '@/core/samples/ranges'
import { comparisonSchema } from '@/core/verification/comparison'
import { type EarlierDeployment, type History, historyMs, historyOf, type Span } from '@/core/verification/history'
import { addCounts, noCounts } from '@/core/verification/release-counts'
import { sinceBase } from '@/core/verification/since-base'
import type { Deployment } from '@/prisma/generated/client'
import { measurementSchema } from '../meter'
import { onEveryHost, type Run } from '../run'

/** What is known of the release that served before this deployment, from samples and from the proxies' counters. */
export const readHistory = async (run: Run, ourBase: CounterReadings): Promise<History> => {
  const now = run.ctx.clock.now()
  const since = new Date(now.getTime() - historyMs)
  const [deployments, serving, spans, readings] = await Promise.all([
    run.ctx.db.deployment.findMany({
      where: { appId: run.app.id, id: { not: run.deployment.id }, liveAt: { not: null }, finishedAt: { gte: since } },
      orderBy: { number: 'desc' },
    }),
    run.ctx.db.deployment.findFirst({
      where: { appId: run.app.id, id: { not: run.deployment.id }, status: 'succeeded' },
      orderBy: { number: 'desc' },
    }),
    readSpans(run, since),
    onEveryHost(run, async ({ previousSide, session }) =>
      previousSide === null ? [] : [{ side: previousSide, now: (await session.watch(previousSide)).counters }],
    ),
  ])
  const countedSince = (base: CounterReadings) =>
    readings
      .flat()
      .map((host) => sinceBase(base, host.side, host.now))
      .reduce(addCounts, noCounts)
  const itsBase = serving?.proofBase ? measurementSchema.parse(serving.proofBase).base : null
  const known = serving && !deployments.some((one) => one.id === serving.id) ? [...deployments, serving] : deployments
  return historyOf(now, known.flatMap(earlier), spans, {
    sinceItsStart: itsBase && countedSince(itsBase),
    sinceOurStart: countedSince(ourBase),
  })
}

const earlier = ({ status, liveAt, finishedAt, comparison }: Deployment): EarlierDeployment[] => {
  if (liveAt === null) return []
  const compared = comparison === null ? null : comparisonSchema.parse(comparison)
  const comparedEqual = compared?.errors?.verdict === 'no_difference'
  return [{ succeeded: status === 'succeeded', liveAt, finishedAt, comparedEqual }]
}

/** Samples of all hosts, those of the same time put together. */
const readSpans = async (run: Run, since: Date): Promise<Span[]> => {
  const rows = await run.ctx.db.appSample.findMany({
    where: { appId: run.app.id, seconds: sampleSeconds, at: { gte: since } },
    orderBy: { at: 'asc' },
    select: { at: true, requests: true, errors: true, slower: true },
  })
  const spans: Span[] = []
  for (const { at, requests, errors, slower } of rows) {
    const counts = { requests, failed: errors, slower }
    const last = spans.at(-1)
    if (last?.at.getTime() === at.getTime()) last.counts = addCounts(last.counts, counts)
    else spans.push({ at, counts })
  }
  return spans
}
