import { retryDelayMs } from '@/core/deliveries/retry'
import type { Attempt } from '@/core/ports/notifier'
import type { InstanceContext } from '@/services/context'
import { composeMail, type MailRow, mailInclude } from './compose-mail'
import { fanOutNotices } from './fan-out-notices'

type Ctx = Pick<InstanceContext, 'instanceDb' | 'clock' | 'signer' | 'instance' | 'schedule' | 'mailer' | 'log'>

/** Longer than an attempt may take: what a killed worker held is sent again, under the same id. */
const leaseMs = 60_000

/** Sends mails to subscribers, so many at once in this process. Every worker calls it often; a mail is one's at a time. */
export const createStatusMailer = (ctx: Ctx, atOnce = 10) => {
  const running = new Set<Promise<void>>()
  const begin = (row: MailRow): void => {
    const sending: Promise<void> = send(ctx, row)
      .catch((error: unknown) => ctx.log.error({ error: String(error), mailId: row.id }, 'a mail could not be sent'))
      .finally(() => running.delete(sending))
    running.add(sending)
  }
  return {
    /** Resolves when what is due has been taken, not when it has been sent. */
    async sendDue(): Promise<void> {
      await fanOutNotices(ctx)
      for (const row of await claim(ctx, atOnce - running.size)) begin(row)
    },
    /** Resolves when nothing is on its way. */
    idle: async (): Promise<void> => void (await Promise.all(running)),
  }
}

/** Of what happened none overtakes an earlier one to the same subscriber: that something is over is not to be read before that it began. */
const claim = async (ctx: Ctx, count: number): Promise<MailRow[]> => {
  if (count <= 0) return []
  const now = ctx.clock.now()
  const at = now.toISOString()
  const until = new Date(now.getTime() + leaseMs).toISOString()
  const rows = await ctx.instanceDb.$queryRaw<{ id: string }[]>`
    UPDATE "StatusMail" SET "claimedUntil" = ${until}::timestamp WHERE "id" IN (
      SELECT "id" FROM "StatusMail" mail WHERE "status" = 'pending' AND "dueAt" <= ${at}::timestamp
        AND ("claimedUntil" IS NULL OR "claimedUntil" <= ${at}::timestamp)
        AND ("noticeId" IS NULL OR NOT EXISTS (
          SELECT 1 FROM "StatusMail" earlier WHERE earlier."subscriberId" = mail."subscriberId"
            AND earlier."noticeId" IS NOT NULL AND earlier."status" = 'pending' AND earlier."id" < mail."id"))
      ORDER BY "dueAt", "id" LIMIT ${count} FOR UPDATE OF mail SKIP LOCKED)
    RETURNING "id"`
  return ctx.instanceDb.statusMail.findMany({ where: { id: { in: rows.map(({ id }) => id) } }, include: mailInclude })
}

const send = async (ctx: Ctx, row: MailRow): Promise<void> => {
  const mail = await composeMail(ctx, row)
  const attempt = mail === null ? null : await ctx.mailer.send(mail)
  const now = ctx.clock.now()
  const tries = row.tries + 1
  const delayMs = attempt === null ? null : delayAfter(attempt, tries, now.getTime() - row.createdAt.getTime())
  // Whoever no longer holds it decides nothing, but that it arrived is so whoever says it.
  await ctx.instanceDb.statusMail.updateMany({
    where: { id: row.id, status: 'pending', ...(attempt?.ok ? {} : { claimedUntil: row.claimedUntil }) },
    data: {
      tries,
      claimedUntil: null,
      ...(delayMs === null
        ? { status: attempt?.ok ? 'delivered' : 'failed', endedAt: now }
        : { dueAt: new Date(now.getTime() + delayMs) }),
    },
  })
}

/** null: no more. A server that says never (5xx) is believed, as long as it speaks of this mail and not of our login. */
const delayAfter = (attempt: Attempt, tries: number, ageMs: number): number | null => {
  if (attempt.ok) return null
  const isForGood = attempt.statusCode !== null && attempt.statusCode >= 550 && attempt.statusCode <= 559
  return isForGood ? null : retryDelayMs(tries, ageMs, attempt.retryAfterMs)
}
