import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Observation } from '@/core/monitors/check'
import { getMonitor } from '@/services/monitors/get-monitor'
import type { MonitorView } from '@/services/monitors/monitor-view'
import type { Scheduler } from '@/services/monitors/scheduler/create-scheduler'
import { setMonitorsEnabled } from '@/services/monitors/set-enabled'
import { type ChecksWorld, createChecksWorld } from '@/tests/support/checks-world'
import { createDeployedApp, type DeployedApp } from '@/tests/support/deployed-app'
import { type HttpReceiver, startHttpReceiver } from '@/tests/support/receivers/http-receiver'

let checks: ChecksWorld
let receiver: HttpReceiver
let worker: Scheduler
let channelIds: string[]
let app: DeployedApp
let monitor: MonitorView
let statusCode: number

const phases = { dnsMs: 1, connectMs: 1, tlsMs: 1, firstByteMs: 1, totalMs: 5 }
const inDays = (days: number) => new Date(checks.alerts.now().getTime() + days * 24 * 3600_000)
const inSeconds = (seconds: number) => new Date(checks.alerts.now().getTime() + seconds * 1000)

/** An app whose v1 has been live for long, and its monitor, whose certificate ends in six days. */
beforeEach(async () => {
  checks = await createChecksWorld()
  receiver = await startHttpReceiver(() => ({ status: 200 }))
  channelIds = [(await checks.alerts.addPager(receiver)).id]
  const tlsEnd = { at: inDays(6), issuer: null }
  const check = async (): Promise<Observation> => ({
    statusCode,
    failure: null,
    phases,
    hasKeyword: null,
    tlsEnd,
    redirects: [],
  })
  worker = checks.worker({ checker: { check } })
  statusCode = 200
  app = await createDeployedApp(checks.alerts.world.database, checks.alerts.teamId, { rollbackWithinMinutes: 5 })
  await app.deploy(1, { queuedAt: inSeconds(-9000), liveAt: inSeconds(-8990) })
  monitor = await checks.add({ url: 'https://shop.example/', appId: app.id, channelIds })
})
afterEach(async () => {
  await receiver.close()
  await checks.close()
})

const told = () => receiver.received.map(({ body }) => JSON.parse(body))
const sayings = () =>
  told().map(({ type, data }) => `${type} ${data.incidents.map((one: { causeCode: string }) => one.causeCode)}`)
const incidents = () => checks.alerts.world.database.incident.findMany({ orderBy: { id: 'asc' } })
const warned = ['incident.opened tls_expires_soon']

describe('a certificate that ends soon', () => {
  it('is told, and so are an outage’s beginning and end, each by itself', async () => {
    await checks.next(worker, 2)
    expect(sayings()).toEqual(warned)
    statusCode = 500
    await checks.next(worker, 3)
    const outage = ['incident.resolved tls_expires_soon', 'incident.opened unexpected_status']
    expect(sayings().sort()).toEqual([...warned, ...outage].sort())
    expect(told().find(({ type }) => type === 'incident.resolved')?.data.incidents).toMatchObject([{ overtaken: true }])
    statusCode = 200
    await checks.next(worker)
    await checks.alerts.send(6)
    const after = ['incident.resolved unexpected_status', 'incident.opened tls_expires_soon']
    expect(sayings().slice(3).sort()).toEqual(after.sort())
    expect((await incidents()).map(({ status, causeCode }) => [status, causeCode])).toEqual([
      ['resolved', 'tls_expires_soon'],
      ['resolved', 'unexpected_status'],
      ['open', 'tls_expires_soon'],
    ])
  })

  it('leaves an outage after a deployment to be blamed on that one, which may be gone back from', async () => {
    await checks.next(worker, 2)
    const v2 = await app.deploy(2, { queuedAt: inSeconds(0), liveAt: inSeconds(5) })
    statusCode = 500
    await checks.next(worker, 3)
    const [warning, outage] = await incidents()
    expect(warning).toMatchObject({ status: 'resolved' })
    expect(outage).toMatchObject({ causeCode: 'unexpected_status', deploymentId: v2.id })
    const asked = await checks.alerts.world.database.outbox.findMany({ where: { topic: 'roll-back-incident' } })
    expect(asked.map(({ payload }) => payload)).toMatchObject([{ incidentId: outage?.id }])
  })

  it('keeps nothing from being taken up again that fails anew soon after', async () => {
    statusCode = 500
    await checks.next(worker, 3)
    statusCode = 200
    await checks.next(worker)
    statusCode = 500
    await checks.next(worker, 3)
    expect((await incidents()).map(({ status, causeCode }) => [status, causeCode])).toEqual([
      ['open', 'unexpected_status'],
      ['resolved', 'tls_expires_soon'],
    ])
  })

  it('is told again where its monitor was paused meanwhile, whose last check stays to be seen', async () => {
    const enable = (enabled: boolean) =>
      setMonitorsEnabled({ ctx: checks.ctx, input: { monitorIds: [monitor.id], enabled } })
    await checks.next(worker, 2)
    await enable(false)
    const paused = await getMonitor({ ctx: checks.ctx, input: { monitorId: monitor.id } })
    expect(paused).toMatchObject({ state: 'paused', lastCheck: { error: 'certificate expires in 5 days' } })
    await enable(true)
    await checks.next(worker, 2)
    await checks.alerts.send(6)
    expect(sayings()).toEqual([...warned, 'incident.resolved tls_expires_soon', ...warned])
    expect((await incidents()).map(({ status }) => status)).toEqual(['resolved', 'open'])
  })

  it('keeps nobody waiting to hear that an outage is over', async () => {
    await checks.add({ url: 'https://shop.example/cart', channelIds })
    const seconds = async (count: number) => {
      for (let second = 0; second < count; second += 1) {
        await worker.tick()
        await worker.idle()
        await checks.alerts.send()
        checks.alerts.pass(1)
      }
    }
    await seconds(60)
    statusCode = 500
    await seconds(90)
    statusCode = 200
    await seconds(90)
    const outages = await checks.alerts.world.database.incident.findMany({ where: { causeCode: 'unexpected_status' } })
    const over = Math.max(...outages.map(({ resolvedAt }) => resolvedAt?.getTime() ?? 0))
    const last = await checks.alerts.world.database.delivery.findFirst({
      where: { event: 'incident.resolved' },
      orderBy: { id: 'desc' },
    })
    expect(outages).toHaveLength(2)
    expect((last?.endedAt?.getTime() ?? Number.POSITIVE_INFINITY) - over).toBeLessThanOrEqual(6000)
  })

  it('changes nothing about what an outage is while it lasts', async () => {
    await checks.alerts.world.database.monitor.update({ where: { id: monitor.id }, data: { recoveryThreshold: 3 } })
    statusCode = 500
    await checks.next(worker, 3)
    for (const status of [200, 500, 200, 500]) {
      statusCode = status
      await checks.next(worker)
    }
    expect(sayings()).toEqual(['incident.opened unexpected_status'])
    expect(await incidents()).toMatchObject([{ status: 'open', causeCode: 'unexpected_status' }])
  })
})
