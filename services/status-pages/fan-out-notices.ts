import type { Prisma } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'

const atOnce = 500

/**
 * Makes mails of notices that are due, some hundred subscribers in a transaction, until none is left. Every worker calls
 * it; a notice is one's at a time, and one that is left half done is gone on with from where it stands.
 */
export const fanOutNotices = async (ctx: Pick<InstanceContext, 'instanceDb' | 'clock'>): Promise<void> => {
  while (await ctx.instanceDb.$transaction((tx) => fanOutSome(tx, ctx.clock.now()))) {}
}

const fanOutSome = async (tx: Prisma.TransactionClient, now: Date): Promise<boolean> => {
  const [due] = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "StatusNotice" WHERE "endedAt" IS NULL AND "dueAt" <= ${now.toISOString()}::timestamp
    ORDER BY "dueAt", "id" LIMIT 1 FOR UPDATE SKIP LOCKED`
  if (!due) return false
  const notice = await tx.statusNotice.findUniqueOrThrow({ where: { id: due.id }, include: { page: true } })
  const { id: noticeId, teamId, pageId, page } = notice
  const subscribers = page.enabled
    ? await tx.statusSubscriber.findMany({
        where: { pageId, confirmedAt: { not: null }, id: { gt: notice.reached ?? '' } },
        orderBy: { id: 'asc' },
        take: atOnce,
        select: { id: true },
      })
    : []
  await tx.statusMail.createMany({
    data: subscribers.map(({ id }) => ({ teamId, subscriberId: id, noticeId, dueAt: now, createdAt: now })),
    skipDuplicates: true,
  })
  await tx.statusNotice.update({
    where: { id: noticeId },
    data: {
      startedAt: notice.startedAt ?? now,
      reached: subscribers.at(-1)?.id ?? notice.reached,
      ...(subscribers.length < atOnce ? { endedAt: now } : {}),
    },
  })
  return true
}
