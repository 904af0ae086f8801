import { systemActor } from '@/core/access/actor'
import type { Message, ToldBackup } from '@/core/deliveries/message'
import type { Prisma } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { InstanceContext } from '@/services/context'
import { writeDelivery } from '@/services/deliveries/write-delivery'
import { tellOperators } from '../tell-operators'
import type { ClaimedBackup } from './claim-backup'

type Ctx = Pick<InstanceContext, 'instanceDb' | 'clock' | 'live'>
type Tx = Prisma.TransactionClient

/** What came of a backup. `warning`: what could not be done beside it. */
export type Outcome = { ok: true; bytes: number; warning: string | null } | { ok: false; error: string }

/**
 * Writes down how a backup ended, if it is still this worker's. One that failed is told to the channels of the teams that
 * operators own, and stands in their audit logs, in the same transaction.
 */
export const endBackup = async (ctx: Ctx, { id, claimedBy }: ClaimedBackup, outcome: Outcome): Promise<void> => {
  const now = ctx.clock.now()
  await ctx.instanceDb.$transaction(async (tx) => {
    const { count } = await tx.backup.updateMany({
      where: { id, claimedBy, finishedAt: null },
      data: {
        finishedAt: now,
        claimedUntil: null,
        ...(outcome.ok
          ? { status: 'done', bytes: outcome.bytes, error: outcome.warning }
          : { status: 'failed', error: outcome.error, file: null, bytes: null }),
      },
    })
    if (count > 0 && !outcome.ok) await tellFailed(tx, { id, error: outcome.error, now })
  })
  await tellOperators(ctx)
}

const tellFailed = async (tx: Tx, { id, error, now }: { id: string; error: string; now: Date }): Promise<void> => {
  const { destination } = await tx.backup.findUniqueOrThrow({ where: { id } })
  const lastGood = await tx.backup.findFirst({ where: { status: 'done' }, orderBy: { startedAt: 'desc' } })
  const lastGoodAt = lastGood?.startedAt.toISOString() ?? null
  const backup: ToldBackup = { id, destination, error, failedAt: now.toISOString(), lastGoodAt, links: [] }
  const message: Message = { kind: 'backup', event: 'backup.failed', backup }
  const teams = await tx.membership.findMany({
    where: { role: 'owner', user: { isOperator: true } },
    select: { teamId: true },
    distinct: ['teamId'],
  })
  for (const { teamId } of teams) {
    await recordAuditEvent(tx, systemActor(teamId), {
      action: 'backup.fail',
      target: { type: 'backup', id, name: destination },
      after: { error },
    })
    const channels = await tx.channel.findMany({
      where: { teamId, enabled: true, events: { has: 'backup.failed' } },
      select: { id: true },
      orderBy: { id: 'asc' },
    })
    for (const channel of channels) {
      await writeDelivery(tx, { teamId, channelId: channel.id, message, now, group: null })
    }
  }
}
