import { judge } from '@/core/monitors/judge'
import { monitorsChannel, teamChannel } from '@/core/ports/live-events'
import type { InstanceContext } from '@/services/context'
import { type Claim, claimDue } from './claim-due'
import { Definitions, type Loaded } from './definitions'
import type { Finished, Outcome } from './finished-check'
import { hastenDeploying } from './hasten-deploying'
import { Pool } from './pool'
import { storeChecks } from './store-checks'

/** Claimed so long before they are due, so that each begins at its very time. */
const aheadMs = 1000
const mostAtOnce = 500
const eachTargetAtMost = 20
/** Not more is claimed than can be begun: what waits here another worker could do. */
const mostClaimed = 2000
const tellEveryMs = 1000

export interface Scheduler {
  /** Claims what is due and has it checked; to be called about four times a second. */
  tick(): Promise<void>
  /** Makes monitors due whose app is being deployed; to be called about once a second. */
  hasten(): Promise<void>
  /** Resolves when nothing is under way any more and all of it is stored. */
  idle(): Promise<void>
  /** Writes into the log how many checks began since the last time, and how late. */
  report(): void
}

/** Checks monitors as they come due, in this process. */
export const createScheduler = (ctx: InstanceContext, stopping: AbortSignal): Scheduler => {
  const definitions = new Definitions(ctx)
  const pool = new Pool(mostAtOnce, eachTargetAtMost)
  const claimed = new Set<Promise<void>>()
  let finished: Finished[] = []
  let lags: number[] = []
  let storing: Promise<void> = Promise.resolve()
  const told = createTeller(ctx)

  const checkOne = async (claim: Claim, { monitor, definition, proxies }: Loaded): Promise<void> => {
    const at = ctx.clock.now()
    lags.push(at.getTime() - claim.dueAt.getTime())
    const reach = { mayConnect: ctx.mayConnect, proxies }
    const request = { ...definition, keyword: definition.keyword?.text ?? null }
    const seen = await ctx.checker.check(request, reach, stopping)
    // What was broken off because we stop says nothing about the other side.
    if (!stopping.aborted) finished.push({ claim, monitor, check: judge(definition, seen, at), at })
  }
  const begin = async (claim: Claim, loaded: Loaded): Promise<void> => {
    await ctx.clock.wait(Math.max(0, claim.dueAt.getTime() - ctx.clock.now().getTime()), stopping)
    await new Promise<void>((resolve) => {
      pool.add(new URL(loaded.monitor.url).host, () => checkOne(claim, loaded).finally(resolve))
    })
  }
  const claimMore = async (): Promise<void> => {
    const room = mostClaimed - claimed.size
    if (room <= 0 || stopping.aborted) return
    const claims = await claimDue(ctx, { horizon: new Date(ctx.clock.now().getTime() + aheadMs), limit: room })
    const loaded = await definitions.of(claims)
    for (const claim of claims) {
      const one = loaded.get(claim.monitorId)
      if (!one) continue
      const work: Promise<void> = begin(claim, one)
        .catch((error: unknown) => {
          if (!stopping.aborted) ctx.log.error({ error: String(error), monitorId: claim.monitorId }, 'a check broke')
        })
        .finally(() => claimed.delete(work))
      claimed.add(work)
    }
  }
  const storeFinished = async (): Promise<void> => {
    const batch = finished
    finished = []
    told(await storeChecks(ctx, batch))
  }
  const store = (): Promise<void> => {
    storing = storing.then(storeFinished).catch((error: unknown) => {
      ctx.log.error({ error: String(error) }, 'checks could not be stored')
    })
    return storing
  }
  return {
    tick: async () => {
      await Promise.all([claimMore(), store()])
    },
    hasten: () => hastenDeploying(ctx),
    idle: async () => {
      await Promise.all(claimed)
      await store()
    },
    report: () => {
      if (lags.length === 0) return
      lags.sort((one, other) => one - other)
      const at = (share: number) => lags[Math.floor(share * (lags.length - 1))]
      ctx.log.info(
        { checks: lags.length, lagP50Ms: at(0.5), lagP99Ms: at(0.99), lagMaxMs: at(1) },
        'monitors were checked',
      )
      lags = []
    },
  }
}

/** Tells pages what was checked: changes at once, the rest about once a second for each team. */
const createTeller = (ctx: InstanceContext) => {
  const waiting = new Map<string, Set<string>>()
  let toldAt = 0
  return (stored: readonly Outcome[]): void => {
    for (const { monitor, period, steps, standing } of stored) {
      const ids = waiting.get(monitor.teamId) ?? new Set()
      waiting.set(monitor.teamId, ids.add(monitor.id))
      if (period === null && steps.length === 0) continue
      const message = { kind: 'monitor', monitorId: monitor.id, state: standing.state }
      void ctx.live.publish(monitorsChannel(monitor.teamId), message)
      // Incidents are counted on every page; those listen to their team.
      if (steps.length > 0)
        void ctx.live.publish(teamChannel(monitor.teamId), { kind: 'incident', monitorId: monitor.id })
    }
    const now = ctx.clock.now().getTime()
    if (now - toldAt < tellEveryMs) return
    toldAt = now
    for (const [teamId, ids] of waiting) {
      void ctx.live.publish(monitorsChannel(teamId), { kind: 'checked', monitorIds: [...ids] })
    }
    waiting.clear()
  }
}
