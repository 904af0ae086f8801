import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listChannelsWithLast } from '@/services/channels/list-with-last'
import { acknowledgeIncident } from '@/services/incidents/acknowledge-incident'
import { countIncidents } from '@/services/incidents/count-incidents'
import { listIncidentRows } from '@/services/incidents/list-incident-rows'
import { readIncidentPage } from '@/services/incidents/read-incident-page'
import { rollBackIncident } from '@/services/incidents/roll-back-incident'
import { type AlertsWorld, createAlertsWorld, down } from '@/tests/support/alerts-world'
import { createDeployedApp } from '@/tests/support/deployed-app'
import { startHttpReceiver } from '@/tests/support/receivers/http-receiver'

let alerts: AlertsWorld
beforeEach(async () => {
  alerts = await createAlertsWorld()
})
afterEach(() => alerts.close())

const ago = (seconds: number) => new Date(alerts.now().getTime() - seconds * 1000)
const fails = (cause = down()) => ({ kind: 'opened' as const, openedAt: alerts.now(), cause })
const expiring = { code: 'tls_expires_soon', text: 'certificate expires in 6 days' }

/** An app whose v2 went live 74 seconds before its monitor failed. */
const failedApp = async () => {
  const app = await createDeployedApp(alerts.world.database, alerts.teamId, {})
  await app.deploy(1, { queuedAt: ago(9000), liveAt: ago(8990) })
  await app.deploy(2, { queuedAt: ago(80), liveAt: ago(74) })
  const monitor = await alerts.addMonitor({ appId: app.id })
  await alerts.say(monitor, fails())
  const [row] = (await listIncidentRows({ ctx: alerts.ctx, input: { limit: 1 } })).data
  if (!row) throw new Error('there is no incident')
  return { app, monitor, row }
}

describe('the list of incidents', () => {
  it('has the app and the deployment before each, and is narrowed by status and app', async () => {
    const { app, row } = await failedApp()
    await alerts.say(await alerts.addMonitor(), fails())
    expect(row).toMatchObject({
      appName: 'shop',
      status: 'open',
      deployment: { words: 'opened 74 s after v2 went live' },
    })
    expect(row).not.toHaveProperty('timeline')
    await acknowledgeIncident({ ctx: alerts.ctx, input: { incidentId: row.id } })
    const list = async (input: object) =>
      (await listIncidentRows({ ctx: alerts.ctx, input: { limit: 10, ...input } })).data.map(({ id }) => id)
    expect(await list({})).toHaveLength(2)
    expect(await list({ statuses: ['acknowledged'] })).toEqual([row.id])
    expect(await list({ statuses: ['resolved'] })).toEqual([])
    expect(await list({ appId: app.id })).toEqual([row.id])
  })

  it('is counted without those that are over, and a warning hurts nobody', async () => {
    const counts = () => countIncidents({ ctx: alerts.ctx, input: {} })
    expect(await counts()).toEqual({ open: 0, acknowledged: 0, hurts: false })
    await alerts.say(await alerts.addMonitor(), fails(expiring))
    expect(await counts()).toEqual({ open: 1, acknowledged: 0, hurts: false })
    const { monitor, row } = await failedApp()
    await acknowledgeIncident({ ctx: alerts.ctx, input: { incidentId: row.id } })
    expect(await counts()).toEqual({ open: 1, acknowledged: 1, hurts: true })
    await alerts.say(monitor, { kind: 'resolved' })
    expect(await counts()).toEqual({ open: 1, acknowledged: 0, hurts: false })
    const elsewhere = alerts.world.as(await alerts.world.addTeam())
    expect(await countIncidents({ ctx: elsewhere, input: {} })).toMatchObject({ open: 0 })
  })
})

describe('the page of an incident', () => {
  it('offers the way back until it was gone, or is not needed any more', async () => {
    const { row, monitor } = await failedApp()
    const read = () => readIncidentPage({ ctx: alerts.ctx, input: { incidentId: row.id } })
    expect(await read()).toMatchObject({
      app: { name: 'shop' },
      target: { possible: true, from: { number: 2 }, to: { number: 1 } },
      rollback: null,
    })
    const started = await rollBackIncident({ ctx: alerts.ctx, input: { incidentId: row.id } })
    expect(started).toMatchObject({ trigger: 'dashboard', number: 3 })
    expect(await read()).toMatchObject({ target: null, rollback: { id: started.id, number: 3, status: 'queued' } })
    await expect(rollBackIncident({ ctx: alerts.ctx, input: { incidentId: row.id } })).rejects.toMatchObject({
      kind: 'conflict',
    })
    await alerts.say(monitor, { kind: 'resolved' })
    expect(await read()).toMatchObject({ target: null, incident: { status: 'resolved' } })
  })

  it('says why there is no way back', async () => {
    await alerts.say(await alerts.addMonitor(), fails())
    const [row] = (await listIncidentRows({ ctx: alerts.ctx, input: { limit: 1 } })).data
    const page = await readIncidentPage({ ctx: alerts.ctx, input: { incidentId: row?.id ?? '' } })
    expect(page).toMatchObject({
      app: null,
      target: { possible: false, why: 'No deployment came before this incident.' },
    })
  })

  it('is another team’s business no more than its rollback is a viewer’s', async () => {
    const { row } = await failedApp()
    const input = { incidentId: row.id }
    const elsewhere = alerts.world.as(await alerts.world.addTeam())
    await expect(readIncidentPage({ ctx: elsewhere, input })).rejects.toMatchObject({ kind: 'not_found' })
    await expect(rollBackIncident({ ctx: elsewhere, input })).rejects.toMatchObject({ kind: 'not_found' })
    const viewer = alerts.world.as(alerts.teamId, { role: 'viewer' })
    await expect(rollBackIncident({ ctx: viewer, input })).rejects.toMatchObject({ kind: 'forbidden' })
  })
})

describe('the list of channels', () => {
  it('has how the last message to each went', async () => {
    let status = 500
    const receiver = await startHttpReceiver(() => ({ status }))
    try {
      const pager = await alerts.addChannel({ type: 'webhook', name: 'pager', url: receiver.url })
      await alerts.addChannel({ type: 'webhook', name: 'unused', url: receiver.url })
      const lasts = async () =>
        (await listChannelsWithLast({ ctx: alerts.ctx, input: { limit: 10 } })).data.map(({ name, last }) => [
          name,
          last?.status ?? null,
        ])
      const monitor = await alerts.addMonitor({}, [pager.id])
      await alerts.say(monitor, fails())
      await alerts.send(1)
      expect(await lasts()).toEqual([
        ['unused', null],
        ['pager', 'pending'],
      ])
      status = 200
      await alerts.send(10)
      expect(await lasts()).toContainEqual(['pager', 'delivered'])
    } finally {
      await receiver.close()
    }
  })
})
