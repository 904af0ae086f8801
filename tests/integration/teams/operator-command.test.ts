import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDatabase } from '@/adapters/database/client'
import type { PrismaClient } from '@/prisma/generated/client'
import { freshDatabase } from '@/tests/support/database'
import { gapless } from '@/tests/support/gapless-command'

let home: string
let env: Record<string, string>
let db: PrismaClient

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'gapless-operator-'))
  const secrets = { encryptionKey: 'e', nextAuthSecret: 'n', postgresPassword: 'p', redisPassword: 'r' }
  writeFileSync(join(home, 'secrets.json'), JSON.stringify({ ...secrets, probeSecret: 's' }))
  writeFileSync(join(home, 'instance.json'), JSON.stringify({ id: 'abc123' }))
  const url = await freshDatabase()
  env = { GAPLESS_HOME: home, DATABASE_URL: url, GAPLESS_ENCRYPTION_KEY: '', NEXTAUTH_SECRET: '' }
  db = createDatabase(url)
})
afterAll(async () => {
  await db.$disconnect()
  rmSync(home, { recursive: true })
})

const run = async (...args: string[]): Promise<{ code: number | null; said: string }> => {
  const command = gapless(['operator', ...args], env)
  return { code: await command.exit, said: command.output() }
}

it('names an operator and takes that back, but for the last one', async () => {
  const team = await db.team.create({ data: { name: 'Main' } })
  const add = async (name: string, isOperator: boolean) => {
    const membership = { teamId: team.id, role: 'viewer' } as const
    const email = `${name.toLowerCase()}@example.com`
    await db.user.create({ data: { email, name, isOperator, memberships: { create: membership } } })
    return email
  }
  const [ada, grace] = [await add('Ada', true), await add('Grace', false)]
  const operators = async () => (await db.user.findMany({ where: { isOperator: true } })).map(({ name }) => name).sort()

  const last = await run(ada, '--remove')
  expect(last).toMatchObject({ code: 1, said: expect.stringContaining('Name another operator first') })
  expect(await run(grace)).toMatchObject({ code: 0, said: expect.stringContaining('Grace is an operator') })
  expect(await operators()).toEqual(['Ada', 'Grace'])
  expect(await run('--remove', ada)).toMatchObject({ code: 0, said: expect.stringContaining('Ada is no operator') })
  expect(await operators()).toEqual(['Grace'])
  expect(await run('x@example.com')).toMatchObject({ code: 1, said: expect.stringContaining('Nobody has the address') })
  const usage = expect.stringContaining('bin/gapless operator EMAIL [--remove]')
  expect(await run()).toMatchObject({ code: 1, said: usage })
  expect(await run(ada, '--forever')).toMatchObject({ code: 1, said: usage })
  const actions = (await db.auditEvent.findMany({ orderBy: { id: 'asc' } })).map(({ action }) => action)
  expect(actions).toEqual(['account.operator_on', 'account.operator_off'])
})
