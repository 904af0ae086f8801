import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forgetPublished } from '@/services/outbox/forget-published'
import { type AlertsWorld, createAlertsWorld } from '@/tests/support/alerts-world'

let alerts: AlertsWorld
beforeAll(async () => {
  alerts = await createAlertsWorld()
})
afterAll(() => alerts.close())

const ago = (hours: number) => new Date(alerts.now().getTime() - hours * 3_600_000)

describe('the outbox', () => {
  it('forgets what was handed over a day ago, and nothing that was not', async () => {
    const { database } = alerts.world
    const row = { teamId: alerts.teamId, topic: 'deploy', payload: {}, createdAt: ago(48) }
    await database.outbox.createMany({
      data: [ago(25), ago(23), null].map((publishedAt) => ({ ...row, publishedAt })),
    })
    await forgetPublished(alerts.ctx)
    const left = await database.outbox.findMany({ orderBy: { id: 'asc' } })
    expect(left.map(({ publishedAt }) => publishedAt)).toEqual([ago(23), null])
  })
})

describe('what every worker asks again and again', () => {
  const plan = async (question: string): Promise<string> => {
    const rows = await alerts.world.database.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${question}`)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }
  beforeAll(async () => {
    const { database } = alerts.world
    const { id: channelId } = await alerts.addChannel({ type: 'email', name: 'mail', to: ['ada@example.com'] })
    const monitor = await alerts.addMonitor({}, [channelId])
    const down = { code: 'connection_refused', text: 'refused' }
    await alerts.say(monitor, { kind: 'opened', openedAt: alerts.now(), cause: down })
    await alerts.say(monitor, { kind: 'resolved' })
    await database.delivery.updateMany({ data: { status: 'delivered' } })
    for (const table of ['Incident', 'Delivery']) {
      await database.$executeRawUnsafe(`
        INSERT INTO "${table}" SELECT (jsonb_populate_record(t, jsonb_build_object('id', t."id" || n))).*
        FROM "${table}" t, generate_series(1, 5000) n`)
      await database.$executeRawUnsafe(`ANALYZE "${table}"`)
    }
  })

  // As the client asks: what it compares with is no constant to the planner, so that no condition on a status helps it.
  it.each([
    [
      'incidents that are held',
      `SELECT * FROM "Incident" WHERE "status" <> CAST('resolved'::text AS "IncidentStatus") AND "toldAt" IS NULL AND "heldUntil" IS NOT NULL ORDER BY "id" LIMIT 200`,
      'Incident_held',
    ],
    [
      'messages to be forgotten',
      `DELETE FROM "Delivery" WHERE "status" <> CAST('pending'::text AS "DeliveryStatus") AND "createdAt" < '2020-01-01'`,
      'Delivery_createdAt_idx',
    ],
  ])('is found without looking at all there ever were: %s', async (_, question, index) => {
    const found = await plan(question)
    expect(found).toContain(index)
    expect(found).not.toContain('Seq Scan')
  })
})
