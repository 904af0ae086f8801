import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { createDatabase } from '@/adapters/database/client'
import { createAesVault } from '@/adapters/vault/aes-vault'
import type { PrismaClient } from '@/prisma/generated/client'
import { sealConfig } from '@/services/channels/channel-view'
import { writeDelivery } from '@/services/deliveries/write-delivery'
import { freshDatabase } from '@/tests/support/database'
import { startHttpReceiver } from '@/tests/support/receivers/http-receiver'
import { told, toldMessage } from '@/tests/support/told'

const root = join(import.meta.dirname, '../../..')
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const startSender = (env: Record<string, string>): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', 'tests/support/sending-process.ts'], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })

const killed = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })

const writeAlerts = async (database: PrismaClient, key: string, url: string, count: number): Promise<Set<string>> => {
  const { id: teamId } = await database.team.create({ data: { name: 'Team' } })
  const config = { type: 'webhook' as const, url, secrets: [{ secret: `whsec_${key}`, until: null }] }
  const channel = await database.channel.create({
    data: { teamId, name: 'pager', type: 'webhook', configSealed: '', shown: {}, events: ['incident.opened'] },
  })
  const configSealed = sealConfig({ vault: createAesVault([key]) }, channel.id, config)
  await database.channel.update({ where: { id: channel.id }, data: { configSealed } })
  await database.$transaction(async (tx) => {
    for (let index = 0; index < count; index += 1) {
      const message = toldMessage([told({ id: `incident-${index}`, deploymentId: null })])
      await writeDelivery(tx, { teamId, channelId: channel.id, message, now: new Date(), group: null })
    }
  })
  const rows = await database.delivery.findMany({ select: { id: true } })
  return new Set(rows.map(({ id }) => id))
}

it('every alert of a hundred arrives though the process that sends them is killed, and none is called delivered before', async () => {
  const url = await freshDatabase()
  const key = randomBytes(32).toString('base64')
  const database = createDatabase(url)
  closing.push(() => database.$disconnect())
  const answered = new Set<string>()
  const seen: string[] = []
  let first: ChildProcess | null = null
  let death: Promise<void> | null = null
  const receiver = await startHttpReceiver(async ({ headers }) => {
    const id = String(headers['webhook-id'])
    seen.push(id)
    // Killed with some answered, some on their way, and this one taken but not answered.
    if (seen.length === 50 && first) death = killed(first)
    if (death) await death
    answered.add(id)
    return { status: 200 }
  })
  closing.push(receiver.close)
  const wanted = await writeAlerts(database, key, receiver.url, 100)
  const env = { DATABASE_URL: url, KEY: key, LEASE_MS: '3000' }
  first = startSender(env)
  closing.push(() => killed(first as ChildProcess))
  await receiver.until(50)
  await death
  const takenByTheFirst = new Set(answered)
  const after = await database.delivery.findMany()
  const delivered = after.filter(({ status }) => status === 'delivered').map(({ id }) => id)
  expect(delivered.length).toBeGreaterThan(0)
  expect(delivered.length).toBeLessThan(100)
  expect(delivered.filter((id) => !takenByTheFirst.has(id))).toEqual([])
  expect(after.some(({ claimedUntil, status }) => status === 'pending' && claimedUntil !== null)).toBe(true)

  const second = startSender(env)
  closing.push(() => killed(second))
  await expect.poll(() => database.delivery.count({ where: { status: 'delivered' } }), { timeout: 60_000 }).toBe(100)
  expect(new Set(seen)).toEqual(wanted)
  expect(seen.length).toBeGreaterThan(100)
  const attempts = await database.deliveryAttempt.groupBy({ by: ['deliveryId'], where: { error: null } })
  expect(attempts).toHaveLength(100)
})
