import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { startWorkers } from '@/adapters/queue/bullmq-workers'
import { createWorkerRedis } from '@/adapters/queue/redis-connection'
import { env } from '@/env'
import { dashboardFiles, instanceParts } from '@/runtime'
import { forgetEndedAccess } from '@/services/account/forget-ended-access'
import { forgetOldAuditEvents } from '@/services/audit/forget-old-events'
import { createBackupRunner } from '@/services/backups/runner/create-backup-runner'
import { tellExpiring } from '@/services/certificates/tell-expiring'
import { endOldDeliveries } from '@/services/deliveries/end-old-deliveries'
import { createDeliverySender } from '@/services/deliveries/send-due-deliveries'
import { WorkerStoppingError } from '@/services/deployments/interruptions'
import { forgetOldHookDeliveries } from '@/services/hooks/forget-old-deliveries'
import { releaseHeldAlerts } from '@/services/incidents/release-held-alerts'
import { remindOfIncidents } from '@/services/incidents/remind-of-incidents'
import { createScheduler } from '@/services/monitors/scheduler/create-scheduler'
import { keepMonitorStorage } from '@/services/monitors/storage/keep-storage'
import { forgetPublished } from '@/services/outbox/forget-published'
import { handOverOpenWork } from '@/services/outbox/hand-over-open-work'
import { tidyLogs } from '@/services/quotas/tidy-logs'
import { createReconciler } from '@/services/reconcile/reconcile-due-hosts'
import { rollUpSamples } from '@/services/samples/roll-up-samples'
import { createSampler } from '@/services/samples/sample-due-hosts'
import { endOldSubscriptions } from '@/services/status-pages/end-old-subscriptions'
import { createStatusMailer } from '@/services/status-pages/send-status-mails'
import { createDashboardSync } from './dashboard-sync'
import { every } from './every'
import { handlersOf } from './handlers'
import { retentionOf } from './retention'

/** How long a stopping worker waits for what it is doing to reach a place where another can take over. */
const stopWithinMs = 25_000
const heartbeatMs = 2000
const heartbeatSeconds = 10

process.title = 'gapless-worker'

const parts = instanceParts()
const { log, clock, redis, instance } = parts
const stopping = new AbortController()
// All that is under way listens to it: hundreds of checks at once.
setMaxListeners(0, stopping.signal)
const told = (what: string) => (error: unknown) => log.error({ error: String(error) }, what)

const connection = createWorkerRedis(env().REDIS_URL)
connection.on('error', (error: Error) => log.warn({ error: error.message }, 'Redis is away'))

const workers = startWorkers({
  connection,
  instanceId: instance.id,
  handlers: handlersOf({ owner: `${process.pid}-${randomUUID()}`, stopping: stopping.signal }),
  onFailure: (name, error) => log.error({ job: name, error: error.stack }, 'a job failed'),
})

const beat = async (): Promise<void> => {
  await redis.set(`gapless-${instance.id}:worker:heartbeat`, clock.now().toISOString(), 'EX', heartbeatSeconds)
}
void every(heartbeatMs, clock, stopping.signal, beat, told('the heartbeat was not heard'))
void every(1000, clock, stopping.signal, () => handOverOpenWork(parts), told('open work could not be handed over'))
const sampler = createSampler(parts)
void every(1000, clock, stopping.signal, sampler.sampleDueHosts, told('hosts could not be sampled'))
const reconciler = createReconciler(parts)
void every(1000, clock, stopping.signal, reconciler.reconcileDueHosts, told('hosts could not be compared'))
void every(10_000, clock, stopping.signal, () => rollUpSamples(parts), told('samples could not be rolled up'))
const scheduler = createScheduler(parts, stopping.signal)
void every(250, clock, stopping.signal, scheduler.tick, told('monitors could not be checked'))
void every(1000, clock, stopping.signal, scheduler.hasten, told('monitors of deploying apps could not be hastened'))
void every(60_000, clock, stopping.signal, async () => scheduler.report(), told('nothing could be said of checks'))
const keepStorage = () => keepMonitorStorage(parts, retentionOf(env()), stopping.signal)
void every(15_000, clock, stopping.signal, keepStorage, told('what checks leave behind could not be looked after'))
const sender = createDeliverySender(parts)
void every(250, clock, stopping.signal, sender.sendDue, told('messages could not be sent'))
void every(1000, clock, stopping.signal, () => remindOfIncidents(parts), told('nobody could be reminded'))
void every(1000, clock, stopping.signal, () => releaseHeldAlerts(parts), told('held alerts could not be looked at'))
void every(60_000, clock, stopping.signal, () => endOldDeliveries(parts), told('old messages could not be ended'))
void every(5 * 60_000, clock, stopping.signal, () => tellExpiring(parts), told('nobody could be told of certificates'))
const dashboardSync = createDashboardSync(parts, dashboardFiles)
void every(5000, clock, stopping.signal, dashboardSync, told('the proxies do not lead to the dashboard as they should'))
const statusMailer = createStatusMailer(parts)
void every(500, clock, stopping.signal, statusMailer.sendDue, told('subscribers could not be told'))
void every(
  60_000,
  clock,
  stopping.signal,
  () => endOldSubscriptions(parts),
  told('old subscriptions could not be ended'),
)
const forgetEvents = async () => {
  const gone = await forgetOldAuditEvents(parts, env().GAPLESS_KEEP_AUDIT_DAYS)
  if (gone > 0) log.info({ gone }, 'old audit events were taken away')
}
void every(3_600_000, clock, stopping.signal, forgetEvents, told('old audit events could not be taken away'))
void every(600_000, clock, stopping.signal, () => tidyLogs(parts), told('logs could not be kept within quotas'))
const forgetDeliveries = () => forgetOldHookDeliveries(parts)
void every(600_000, clock, stopping.signal, forgetDeliveries, told('old hook deliveries could not be forgotten'))
const forgetAccess = () => forgetEndedAccess(parts)
void every(3_600_000, clock, stopping.signal, forgetAccess, told('sessions that ended could not be forgotten'))
void every(600_000, clock, stopping.signal, () => forgetPublished(parts), told('the outbox could not be tidied'))
const backups = createBackupRunner(parts, stopping.signal)
void every(2000, clock, stopping.signal, backups.tick, told('backups could not be looked after'))
log.info({ pid: process.pid }, 'the worker takes jobs')

const stop = async (): Promise<void> => {
  if (stopping.signal.aborted) return
  log.info({}, 'the worker stops; what it leaves another takes up')
  stopping.abort(new WorkerStoppingError())
  await Promise.race([
    Promise.all([workers.close(), scheduler.idle(), sender.idle(), statusMailer.idle(), backups.idle()]),
    clock.wait(stopWithinMs),
  ])
  process.exit(0)
}
process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => void stop())
