import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { instanceFacts } from '@/adapters/backups/instance-facts'
import { createArchives } from '@/adapters/backups/write-archive'
import { writeWhole } from '@/adapters/backups/write-whole'
import { createDatabase } from '@/adapters/database/client'
import { createAesVault } from '@/adapters/vault/aes-vault'
import type { InstanceFacts } from '@/core/backups/manifest'
import type { InstanceSecrets } from '@/core/backups/secrets'
import { version } from '@/package.json'
import { findCredentials } from '../credentials'
import { Fault } from '../fault'
import { home } from '../home'
import { findSecrets, type Secrets } from '../identity'
import { say, step } from '../progress'
import { readSettings, type Settings } from '../settings'
import { readFileArguments } from './arguments'
import { type FoundInstance, withInstance } from './instance-database'

/** `bin/gapless backup FILE`. The file is there when it is whole, and not before. */
export async function backup(args: readonly string[]): Promise<void> {
  const { file, passphrase } = await readFileArguments('backup', args)
  if (existsSync(file)) throw new Fault(`${file} is there already. Name a file that is not.`)
  if (!existsSync(dirname(file)) || !statSync(dirname(file)).isDirectory()) {
    throw new Fault(`There is no folder ${dirname(file)}. Make it first.`)
  }
  const settings = readSettings(process.env)
  await withInstance(settings, async (found) => {
    const { bytes, facts } = await step('Copying the control plane', () =>
      kept(found, file, () => writeTo(found, file, () => factsOf(settings, found, passphrase))),
    )
    const size = `${(bytes / 1024 / 1024).toFixed(1)} MB`
    say(`${file} has it all (${size}), as of ${facts.madeAt}.`)
    const opens = `what is secret in it opens with the key ${facts.keyIds.join(' or ')}`
    say(
      passphrase === null
        ? `The key is not in it: ${opens}. Keep ${whereKeysAre(found)} apart from it.`
        : `Its passphrase opens the key that is in it.`,
    )
  })
}

function whereKeysAre({ told }: FoundInstance): string {
  return told?.GAPLESS_ENCRYPTION_KEY ? 'GAPLESS_ENCRYPTION_KEY' : home.secrets
}

function keysOf(settings: Settings, { told }: FoundInstance, secrets: Secrets): [string, ...string[]] {
  const given = told?.GAPLESS_KEY_FILE === undefined
  const first =
    (given ? (told?.GAPLESS_ENCRYPTION_KEY ?? settings.GAPLESS_ENCRYPTION_KEY) : null) ?? secrets.encryptionKey
  const previous = told?.GAPLESS_PREVIOUS_ENCRYPTION_KEYS?.split(',').filter(Boolean)
  const kept = first === secrets.encryptionKey ? (secrets.previousEncryptionKeys ?? []) : []
  return [first, ...(previous ?? settings.GAPLESS_PREVIOUS_ENCRYPTION_KEYS ?? kept)]
}

function factsOf(settings: Settings, found: FoundInstance, passphrase: string | null): Promise<InstanceFacts> {
  const { instance, told } = found
  // As they are now: the key may have been rotated since the command began.
  const secrets = findSecrets() ?? found.secrets
  const keys = keysOf(settings, found, secrets)
  const kept: InstanceSecrets = {
    nextAuthSecret: told?.NEXTAUTH_SECRET ?? secrets.nextAuthSecret,
    probeSecret: secrets.probeSecret,
    credentials: findCredentials(),
  }
  const vault = createAesVault(keys)
  return instanceFacts({ madeBy: version, instanceId: instance.id, vault, keys, secrets: kept, passphrase })
}

interface Made {
  bytes: number
  facts: InstanceFacts
}

async function writeTo(
  { databaseUrl }: FoundInstance,
  file: string,
  factsOfNow: () => Promise<InstanceFacts>,
): Promise<Made> {
  const asked: InstanceFacts[] = []
  const pieces = createArchives(databaseUrl).write(async () => {
    const facts = await factsOfNow()
    asked.push(facts)
    return facts
  })
  const bytes = await writeWhole(file, pieces)
  const [facts] = asked
  if (!facts) throw new Error('a backup without its manifest')
  return { bytes, facts }
}

/** Does it and writes down what came of it, for the page of backups. */
async function kept({ databaseUrl }: FoundInstance, destination: string, work: () => Promise<Made>): Promise<Made> {
  const db = createDatabase(databaseUrl)
  const startedAt = new Date()
  const writeDown = (outcome: { status: 'done'; bytes: number } | { status: 'failed'; error: string }) =>
    db.backup.create({ data: { trigger: 'command', destination, startedAt, finishedAt: new Date(), ...outcome } })
  try {
    const made = await work().catch(async (error: unknown) => {
      const why = inWords(error)
      await writeDown({ status: 'failed', error: why }).catch(() => undefined)
      throw new Fault(`The backup failed, and ${destination} was not made. ${why}`)
    })
    await writeDown({ status: 'done', bytes: made.bytes }).catch((error: unknown) => {
      say(`The backup is whole, but could not be put on the page of backups. ${inWords(error)}`)
    })
    return made
  } finally {
    await db.$disconnect()
  }
}

const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error))
