import { judge } from '@/core/monitors/judge'
import type { InstanceContext } from '@/services/context'
import { type Claim, claimDue } from './claim-due'
import { Definitions, type Loaded } from './definitions'
import type { Finished, Outcome } from './finished-check'
import { hastenDeploying } from './hasten-deploying'
import { Pool } from './pool'
import { putBack } from './put-back'
import { storeChange } from './store-change'
import { storeChecks } from './store-checks'
import { createTeller } from './tell-checked'

/** Claimed so long before they are due, so that each begins at its very time. */
const aheadMs = 1000

interface Limits {
  /** Checks under way in this process. */
  atOnce: number
  /** Of them, of one target. */
  eachTarget: number
  /** So that a target that hangs takes no more than a part of what may be claimed. */
  eachTargetWaiting: number
  /** Not more is claimed than can be begun: what waits here another worker could do. */
  claimed: number
}

/** Should all of ten thousand monitors hang for ten seconds a minute, 1,700 checks are under way. */
const usual: Limits = { atOnce: 2000, eachTarget: 20, eachTargetWaiting: 500, claimed: 4000 }

/** Incidents that are opened, changed and ended at once: each takes a connection of the database. */
const mostChanging = 4

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
export const createScheduler = (ctx: InstanceContext, stopping: AbortSignal, limits = usual): Scheduler => {
  const definitions = new Definitions(ctx)
  const pool = new Pool(limits.atOnce, limits.eachTarget)
  const changes = new Pool(mostChanging, mostChanging)
  /** What is under way: checks that were claimed, and changes that are being stored. */
  const claimed = new Set<Promise<void>>()
  const changing = new Set<Promise<void>>()
  let finished: Finished[] = []
  let tooMany: Claim[] = []
  let lags: number[] = []
  let storing: Promise<void> = Promise.resolve()
  const told = createTeller(ctx)

  const checkOne = async (claim: Claim, { monitor, definition, proxies }: Loaded): Promise<void> => {
    const at = ctx.clock.now()
    // It has waited for so long that it would not be over in time, and may be somebody else's by then.
    if (at.getTime() + definition.timeoutMs > claim.claimedUntil.getTime()) return
    lags.push(at.getTime() - claim.dueAt.getTime())
    const reach = { mayConnect: ctx.mayConnect, proxies }
    const request = { ...definition, keyword: definition.keyword?.text ?? null }
    const seen = await ctx.checker.check(request, reach, stopping)
    // What was broken off because we stop says nothing about the other side.
    if (!stopping.aborted) finished.push({ claim, monitor, check: judge(definition, seen, at), at })
  }
  const begin = async (claim: Claim, loaded: Loaded): Promise<void> => {
    await ctx.clock.wait(Math.max(0, claim.dueAt.getTime() - ctx.clock.now().getTime()), stopping)
    const target = new URL(loaded.monitor.url).host
    if (pool.waitingOf(target) >= limits.eachTargetWaiting) return void tooMany.push(claim)
    await new Promise<void>((resolve, reject) => {
      pool.add(target, () => checkOne(claim, loaded).then(resolve, reject))
    })
  }
  const claimMore = async (): Promise<void> => {
    const room = limits.claimed - claimed.size
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
  const putTooManyBack = async (): Promise<void> => {
    const batch = tooMany
    tooMany = []
    await putBack(ctx, batch)
  }
  const storeFinished = async (): Promise<void> => {
    const batch = finished
    finished = []
    const { stored, changing: left } = await storeChecks(ctx, batch)
    told(stored)
    for (const one of left) storeOne(one)
  }
  const storeOne = (one: Outcome): void => {
    const work = new Promise<void>((resolve) => {
      changes.add('', async () => {
        try {
          if (await storeChange(ctx, one)) told([one])
        } catch (error) {
          ctx.log.error({ error: String(error), monitorId: one.monitor.id }, 'a check could not be stored')
        }
        resolve()
      })
    })
    changing.add(work)
    void work.finally(() => changing.delete(work))
  }
  const store = (): Promise<void> => {
    storing = storing.then(storeFinished).catch((error: unknown) => {
      ctx.log.error({ error: String(error) }, 'checks could not be stored')
    })
    return storing
  }
  return {
    tick: async () => {
      await Promise.all([claimMore(), store(), putTooManyBack()])
    },
    hasten: () => hastenDeploying(ctx),
    idle: async () => {
      await Promise.all(claimed)
      await store()
      await Promise.all(changing)
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
