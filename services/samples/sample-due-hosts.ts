import { slotOf } from '@/core/samples/counted'
import type { InstanceContext } from '@/services/context'
import { sampleHost } from './sample-host'

/** So many hosts are sampled by one worker at once; one that does not answer holds up no other. */
const atOnce = 16

/**
 * Takes the hosts that nobody has sampled in this ten-second span, and samples them. Every worker calls it each second;
 * a host is one worker's for one span. Resolves when they are taken, not when they are sampled.
 */
export const createSampler = (ctx: InstanceContext) => {
  const running = new Set<Promise<void>>()
  return {
    async sampleDueHosts(): Promise<void> {
      const hosts = await claimHosts(ctx, slotOf(ctx.clock.now()), atOnce - running.size)
      for (const { hostId } of hosts) {
        const sampling = sampleHost(ctx, hostId).catch((error: unknown) => {
          ctx.log.error({ error: String(error), hostId }, 'a host could not be sampled')
        })
        running.add(sampling)
        void sampling.finally(() => running.delete(sampling))
      }
    },
    /** Resolves when nothing is being sampled. */
    idle: async (): Promise<void> => void (await Promise.all(running)),
  }
}

const claimHosts = async (ctx: InstanceContext, slot: number, limit: number): Promise<{ hostId: string }[]> => {
  if (limit <= 0) return []
  await ctx.instanceDb.$executeRaw`
    INSERT INTO "HostSampling" ("hostId", "teamId", slot)
    SELECT h.id, h."teamId", 0 FROM "Host" h LEFT JOIN "HostSampling" s ON s."hostId" = h.id WHERE s."hostId" IS NULL
    ON CONFLICT DO NOTHING`
  return ctx.instanceDb.$queryRaw<{ hostId: string }[]>`
    UPDATE "HostSampling" SET slot = ${slot} WHERE "hostId" IN (
      SELECT "hostId" FROM "HostSampling" WHERE slot < ${slot} ORDER BY slot LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ) RETURNING "hostId"`
}
