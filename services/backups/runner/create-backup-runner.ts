import { BackupFault } from '@/core/backups/fault'
import type { InstanceContext } from '@/services/context'
import { type ClaimedBackup, claimBackup } from './claim-backup'
import { endBackup, type Outcome } from './end-backup'
import { ClaimLostError, holdClaim } from './hold-claim'
import { planSlot } from './plan-slot'
import { nameOfNow, writeBackup } from './write-backup'

type Ctx = Pick<InstanceContext, 'instanceDb' | 'clock' | 'vault' | 'backups' | 'instance' | 'live' | 'log'>

/** A backup whose worker died so often is told as failed: it may be what kills them. */
const mostTries = 3

export interface BackupRunner {
  /** Makes what is due, one backup at a time in this process; to be called every few seconds. */
  tick(): Promise<void>
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

/** Makes backups of the control plane as they come due and as they are asked for. */
export const createBackupRunner = (ctx: Ctx, stopping: AbortSignal): BackupRunner => {
  let working: Promise<void> = Promise.resolve()
  const work = async (): Promise<void> => {
    await planSlot(ctx)
    const claim = stopping.aborted ? null : await claimBackup(ctx)
    if (!claim) return
    if (claim.tries <= mostTries) return make(ctx, claim, stopping)
    const error = `${mostTries} workers ended while they made it. Their logs may say why.`
    await endBackup(ctx, claim, { ok: false, error })
  }
  return {
    tick: () => {
      working = work()
      return working
    },
    idle: () => working.catch(() => undefined),
  }
}

const make = async (ctx: Ctx, claim: ClaimedBackup, stopping: AbortSignal): Promise<void> => {
  const lost = new AbortController()
  const over = new AbortController()
  let bytes = 0
  const holding = holdClaim(ctx, {
    claim,
    bytes: () => bytes,
    signal: over.signal,
    onLost: (error) => lost.abort(error),
  })
  try {
    const signal = AbortSignal.any([stopping, lost.signal])
    const outcome = await outcomeOf(ctx, claim, signal, (written) => {
      bytes = written
    })
    if (stopping.aborted && !outcome.ok) await putBack(ctx, claim)
    else if (!lost.signal.aborted || outcome.ok) await endBackup(ctx, claim, outcome)
  } finally {
    over.abort()
    await holding
  }
}

const outcomeOf = async (
  ctx: Ctx,
  { id, claimedBy }: ClaimedBackup,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<Outcome> => {
  try {
    const name = nameOfNow(ctx)
    await ctx.instanceDb.backup.updateMany({ where: { id, claimedBy }, data: { file: name } })
    return { ok: true, ...(await writeBackup(ctx, { name, onBytes, signal })) }
  } catch (error) {
    if (!signal.aborted) ctx.log.error({ error: String(error), backupId: id }, 'a backup failed')
    else if (signal.reason instanceof ClaimLostError) ctx.log.warn({ backupId: id }, signal.reason.message)
    return { ok: false, error: inWords(error) }
  }
}

/** What the place says is meant for people; what the database says is cut to a sentence's length. */
const inWords = (error: unknown): string => {
  if (error instanceof BackupFault) return error.message
  const said = (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1) ?? ''
  return `The control plane could not be copied: ${said.slice(0, 300)}. The worker's log may say more.`.replace(
    '..',
    '.',
  )
}

/** This worker stops: another makes it, and the turn does not count. */
const putBack = async ({ instanceDb }: Ctx, { id, claimedBy }: ClaimedBackup): Promise<void> => {
  await instanceDb.backup.updateMany({
    where: { id, claimedBy, finishedAt: null },
    data: { status: 'waiting', claimedBy: null, claimedUntil: null, tries: { decrement: 1 }, bytes: null, file: null },
  })
}
