import type { InstanceContext } from '@/services/context'
import { reconcileHost } from './reconcile-host'

/** Hosts are compared with what should be once a minute, whichever worker does it; when one starts, at once. */
const everySeconds = 60
const everySecondsAtStart = 5
/** One that does not answer holds up few others. */
const atOnce = 8

/** Takes the hosts that are due and compares them, one worker each. Every worker calls it each second. */
export const createReconciler = (ctx: InstanceContext) => {
  const running = new Set<Promise<void>>()
  let isFirst = true
  return {
    async reconcileDueHosts(): Promise<void> {
      const hosts = await claimHosts(ctx, isFirst ? everySecondsAtStart : everySeconds, atOnce - running.size)
      isFirst = false
      for (const { hostId } of hosts) {
        const one = reconcileHost(ctx, hostId).catch((error: unknown) => {
          ctx.log.warn({ error: String(error), hostId }, 'a host could not be compared with what should be')
        })
        running.add(one)
        void one.finally(() => running.delete(one))
      }
    },
    /** Resolves when nothing is being compared. */
    idle: async (): Promise<void> => void (await Promise.all(running)),
  }
}

const claimHosts = async (ctx: InstanceContext, everySeconds: number, limit: number): Promise<{ hostId: string }[]> =>
  limit <= 0
    ? []
    : ctx.instanceDb.$queryRaw<{ hostId: string }[]>`
        UPDATE "HostSampling" SET "reconciledAt" = (now() AT TIME ZONE 'utc') WHERE "hostId" IN (
          SELECT "hostId" FROM "HostSampling"
          WHERE "reconciledAt" IS NULL OR "reconciledAt" < (now() AT TIME ZONE 'utc') - make_interval(secs => ${everySeconds})
          ORDER BY "reconciledAt" NULLS FIRST LIMIT ${limit} FOR UPDATE SKIP LOCKED
        ) RETURNING "hostId"`
