import { type Claim, claimDeliveries } from './claim-deliveries'
import { type SendingContext, sendDelivery } from './send-delivery'
import { settleGroups } from './settle-groups'

interface Options {
  /** For how long a delivery is this process's; longer than any attempt may take. */
  leaseMs: number
  /** How many are on their way at once. */
  atOnce: number
}

const usual: Options = { leaseMs: 60_000, atOnce: 100 }

/** Sends what is due. Every worker calls it often; a delivery is one worker's at a time. */
export const createDeliverySender = (ctx: SendingContext, options: Options = usual) => {
  const running = new Set<Promise<void>>()
  const begin = (claim: Claim): void => {
    const sending = sendDelivery(ctx, claim)
      .then(() => undefined)
      .catch((error: unknown) => {
        ctx.log.error({ error: String(error), deliveryId: claim.id }, 'a message could not be sent')
      })
    running.add(sending)
    void sending.finally(() => running.delete(sending))
  }
  return {
    /** Resolves when what is due has been taken, not when it has been sent. */
    async sendDue(): Promise<void> {
      if (running.size >= options.atOnce) return
      const now = ctx.clock.now()
      await settleGroups(ctx, now)
      const claims = await claimDeliveries(ctx, { now, leaseMs: options.leaseMs, channels: options.atOnce })
      for (const claim of claims) begin(claim)
    },
    /** Resolves when nothing is on its way. */
    idle: async (): Promise<void> => void (await Promise.all(running)),
  }
}
