import { afterEach, beforeEach, expect, it } from 'vitest'
import { saveStatusPage } from '@/services/status-pages/save-status-page'
import { createStatusMailer } from '@/services/status-pages/send-status-mails'
import { createIncidentWorld, type IncidentWorld } from '@/tests/support/incident-world'

let world: IncidentWorld
beforeEach(async () => {
  world = await createIncidentWorld()
})
afterEach(() => world.close())

it('A subscriber whose mail is put off by the server is told of the end after it, and others at once', async () => {
  const { alerts, mails } = world
  const { database } = alerts.world
  const monitor = await alerts.addMonitor()
  const monitors = [{ monitorId: monitor.id, label: 'Shop' }]
  const page = { slug: 'acme', title: 'Acme status', description: null, enabled: true, monitors }
  await saveStatusPage({ ctx: alerts.ctx, input: page })
  const { id: pageId, teamId } = await database.statusPage.findFirstOrThrow()
  await database.statusSubscriber.createMany({
    data: ['ada@example.com', 'grey@example.com'].map((email) => ({
      teamId,
      pageId,
      email,
      tokenHash: email,
      confirmedAt: alerts.now(),
    })),
  })
  const mailer = createStatusMailer(alerts.ctx)
  const sent = async () => {
    const before = mails.length
    await mailer.sendDue()
    await mailer.idle()
    return mails.slice(before).map(({ to, source }) => `${to}: ${source.includes('working again') ? 'up' : 'down'}`)
  }
  const period = { teamId, monitorId: monitor.id, state: 'down' as const, from: alerts.now() }
  await database.monitorPeriod.create({ data: period })
  await world.fail(monitor)
  alerts.pass(30)
  expect(await sent()).toEqual(['ada@example.com: down'])
  await database.monitorPeriod.updateMany({ data: { to: alerts.now() } })
  await world.recover(monitor)
  alerts.pass(30)
  expect((await sent()).sort()).toEqual(['ada@example.com: up', 'grey@example.com: down'])
  expect(await sent()).toEqual(['grey@example.com: up'])
})
