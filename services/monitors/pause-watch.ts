import type { Monitor } from '@/prisma/generated/client'
import type { DatabaseOrTransaction } from '@/services/context'
import { applyToIncident } from '@/services/incidents/apply-to-incident'
import { never } from './write-monitor'

/** Ends the monitor's present period and begins another. */
export const changePeriod = async (
  tx: DatabaseOrTransaction,
  { teamId, id }: Pick<Monitor, 'teamId' | 'id'>,
  state: string,
  from: Date,
): Promise<void> => {
  await tx.monitorPeriod.deleteMany({ where: { teamId, monitorId: id, to: null, from: { gte: from } } })
  await tx.monitorPeriod.updateMany({ where: { teamId, monitorId: id, to: null }, data: { to: from } })
  await tx.monitorPeriod.create({ data: { teamId, monitorId: id, state, from } })
}

const afresh = {
  state: 'pending' as const,
  failures: 0,
  successes: 0,
  failingSince: null,
  changes: [],
  flapping: false,
  claimedUntil: null,
  sequence: { increment: 1 },
}

/** Nobody looks from now on; an incident ends with it. */
export const pauseWatch = async (tx: DatabaseOrTransaction, monitor: Monitor, now: Date): Promise<void> => {
  await tx.monitorWatch.update({ where: { monitorId: monitor.id }, data: { ...afresh, since: now, dueAt: never } })
  await changePeriod(tx, monitor, 'paused', now)
  await applyToIncident(tx, { monitor, change: { kind: 'resolved', unwatched: true }, now })
}

export const resumeWatch = async (tx: DatabaseOrTransaction, monitor: Monitor, now: Date): Promise<void> => {
  await tx.monitorWatch.update({ where: { monitorId: monitor.id }, data: { ...afresh, since: now, dueAt: now } })
  await changePeriod(tx, monitor, 'pending', now)
}
