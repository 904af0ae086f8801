import type { PrismaClient } from '@/prisma/generated/client'
import { plainMonitor } from './plain-monitor'

/** Writes one row of everything about watching and telling for a team; `name` keeps unique values apart. */
export const createSampleAlerts = async (db: PrismaClient, teamId: string, name: string): Promise<void> => {
  const at = new Date()
  const { id: monitorId } = await db.monitor.create({ data: plainMonitor(teamId, 1) })
  await db.monitorWatch.create({ data: { teamId, monitorId, since: at, dueAt: at } })
  await db.monitorCheck.create({ data: { teamId, monitorId, at, outcome: 'ok' } })
  const counts = { checks: 1, failed: 0, slow: 0, skipped: 0, latencies: [1] }
  await db.monitorRollup.create({ data: { teamId, monitorId, seconds: 60, at, ...counts } })
  await db.monitorPeriod.create({ data: { teamId, monitorId, state: 'up', from: at } })
  const incident = await db.incident.create({
    data: { teamId, monitorId, openedAt: at, causeCode: 'timeout', cause: 'no answer' },
  })
  await db.incidentEvent.create({ data: { teamId, incidentId: incident.id, at, type: 'reminded', data: {} } })
  const window = await db.maintenanceWindow.create({ data: { teamId, name, startsAt: at, endsAt: at } })
  await db.monitorMaintenance.create({ data: { teamId, monitorId, windowId: window.id } })
  const { id: channelId } = await db.channel.create({
    data: { teamId, name, type: 'slack', configSealed: '', shown: {}, events: [] },
  })
  await db.monitorChannel.create({ data: { teamId, monitorId, channelId } })
  const { id: deliveryId } = await db.delivery.create({
    data: { teamId, channelId, event: 'test', payload: {}, dueAt: at },
  })
  await db.deliveryAttempt.create({ data: { teamId, deliveryId, at, tookMs: 1 } })
  const { id: pageId } = await db.statusPage.create({ data: { teamId, slug: name, title: name } })
  await db.statusPageMonitor.create({ data: { teamId, pageId, monitorId, label: name, position: 0 } })
  const { id: subscriberId } = await db.statusSubscriber.create({
    data: { teamId, pageId, email: `${name}@example.com`, tokenHash: name },
  })
  const { id: noticeId } = await db.statusNotice.create({
    data: { teamId, pageId, event: 'opened', incidentIds: [incident.id], dueAt: at },
  })
  await db.statusMail.create({ data: { teamId, subscriberId, noticeId, dueAt: at } })
}
