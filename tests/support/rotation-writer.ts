import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { createDatabase } from '@/adapters/database/client'
import { createAesVault } from '@/adapters/vault/aes-vault'
import { createKeyFile } from '@/adapters/vault/key-file'
import { openEnv, sealEnv } from '@/services/apps/env-seal'
import { openConfig } from '@/services/channels/channel-view'
import { writeChannel } from '@/services/channels/write-channel'

/**
 * A process of an instance that goes on while keys are rotated: reads and writes what is sealed, by the product's own
 * code, until it is told to stop. Says how often it did; a text that it cannot open ends it.
 */
const run = async (): Promise<void> => {
  const { DATABASE_URL, GAPLESS_KEY_FILE } = z
    .object({ DATABASE_URL: z.string(), GAPLESS_KEY_FILE: z.string() })
    .parse(process.env)
  const db = createDatabase(DATABASE_URL)
  const vault = createAesVault(createKeyFile(GAPLESS_KEY_FILE))
  let stopping = false
  process.on('SIGTERM', () => {
    stopping = true
  })
  let turns = 0
  while (!stopping) {
    const apps = await db.app.findMany({ take: 5, skip: (turns * 5) % 100, orderBy: { id: 'asc' } })
    for (const { id } of apps) {
      await db.$transaction(async (tx) => {
        await tx.app.update({ where: { id }, data: { updatedAt: new Date() } })
        const app = await tx.app.findUniqueOrThrow({ where: { id } })
        const env = openEnv(vault, id, app.envSealed)
        await tx.app.update({ where: { id }, data: { envSealed: sealEnv(vault, id, { ...env, TURN: String(turns) }) } })
      })
    }
    const channel = await db.channel.findFirstOrThrow({ skip: turns % 5, orderBy: { id: 'asc' } })
    await db.$transaction((tx) => writeChannel(tx, { vault }, channel, openConfig({ vault }, channel)))
    turns++
    if (turns === 1) process.stdout.write('ready\n')
  }
  await db.$disconnect()
  process.stdout.write(`${turns} turns\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run()
