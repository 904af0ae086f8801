import { createReadStream, existsSync } from 'node:fs'
import { checkArchive } from '@/adapters/backups/check-archive'
import { clearDatabase, foreignTables, importDatabase, isEmptyInstance } from '@/adapters/backups/import-database'
import { ArchiveError, openArchive } from '@/adapters/backups/read-archive'
import { createDatabase } from '@/adapters/database/client'
import { models } from '@/adapters/database/team-models'
import type { Manifest } from '@/core/backups/manifest'
import { settleRestored } from '@/services/backups/settle-restored'
import { applyMigrations } from '../../../prisma/migrate'
import { listMigrations } from '../../../prisma/migrations-list'
import { keepCredentials } from '../credentials'
import { Fault } from '../fault'
import { findInstance, findSecrets, keepInstance, keepSecrets, type Secrets } from '../identity'
import { checkMachine } from '../preflight'
import { say, step } from '../progress'
import { type BegunRestore, beginRestore, endRestore, findBegunRestore } from '../restoring'
import { readSettings, type Settings } from '../settings'
import { becomeHolder, endHolding } from '../single-start'
import { readFileArguments } from './arguments'
import { withOwnDatabase } from './instance-database'
import { removeReplaced } from './replaced-instance'
import { secretsFor } from './restored-secrets'

/**
 * `bin/gapless restore FILE`: onto an empty instance, or a state folder in which nothing was ever started. The whole file is
 * read before anything is changed. Ended at any point after that, it is finished by the next call.
 */
export async function restore(args: readonly string[]): Promise<void> {
  const { file, passphrase } = await readFileArguments('restore', args)
  if (!existsSync(file)) throw new Fault(`There is no file ${file}.`)
  const settings = readSettings(process.env)
  checkMachine()
  await becomeHolder()
  try {
    const archive = await inFaults(() => openArchive(createReadStream(file)))
    const { manifest } = archive
    await assertKnownMigrations(manifest)
    const isGoingOn = assertOnlyRestore(restoreOf(settings, manifest))
    const { secrets, others } = await secretsFor(settings, manifest, passphrase)
    await step('Reading the backup', () => inFaults(() => checkArchive(archive)))
    await withDatabase({ settings, manifest, secrets, isGoingOn }, async (databaseUrl) => {
      await fill(databaseUrl, file, manifest)
      keepSecrets(secrets)
      if (others.credentials && !keepCredentials(others.credentials)) {
        say('The first login in the backup is not one of this version, and was left out.')
      }
      endRestore()
    })
    say(`Restored as of ${manifest.madeAt}. Start it with bin/up: apps that serve go on serving.`)
    say(
      'Whoever was signed in signs in again. What was revoked or removed after that time is there again: look over members and tokens.',
    )
  } finally {
    endHolding()
  }
}

async function inFaults<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ArchiveError) throw new Fault(`${error.message} Nothing was restored.`)
    throw error
  }
}

async function assertKnownMigrations({ migrations, madeBy }: Manifest): Promise<void> {
  const known = (await listMigrations()).migrationDirectories.map(({ path }) => path)
  if (migrations.every((name, index) => known[index] === name)) return
  throw new Fault(
    `The backup was made by Gapless ${madeBy}, whose database this version does not know. Restore it with that version or a later one. Nothing was restored.`,
  )
}

function restoreOf({ DATABASE_URL }: Settings, { instanceId }: Manifest): BegunRestore {
  const url = DATABASE_URL === undefined ? null : new URL(DATABASE_URL)
  return { instanceId, database: url && `${url.host}${url.pathname}` }
}

/** Whether this restore goes on with one that was begun here. Throws a {@link Fault} where that was another one. */
function assertOnlyRestore({ instanceId, database }: BegunRestore): boolean {
  const begun = findBegunRestore()
  if (begun === null) return false
  if (begun.instanceId === instanceId && begun.database === database) return true
  const into = begun.database === null ? 'its own database (without DATABASE_URL)' : `the database ${begun.database}`
  throw new Fault(
    `A restore of instance ${begun.instanceId} into ${into} was begun here and not finished. Finish that one, or restore this backup, of instance ${instanceId}, into a state folder of its own (GAPLESS_HOME) and an empty database. Nothing was restored.`,
  )
}

interface Target {
  settings: Settings
  manifest: Manifest
  secrets: Secrets
  /** With one that was begun here, so that what is in the database is its own. */
  isGoingOn: boolean
}

/** The database to fill: the one that is named, or an own one, which takes on the instance's id before anything can start. */
async function withDatabase(
  { settings, manifest, secrets, isGoingOn }: Target,
  work: (databaseUrl: string) => Promise<void>,
): Promise<void> {
  const found = findInstance()
  const instance = { ...found, id: found?.id ?? manifest.instanceId }
  const begun = async (databaseUrl: string): Promise<void> => {
    await assertNoForeignTables(databaseUrl)
    if (!isGoingOn) await assertEmpty(databaseUrl)
    if (instance.id !== manifest.instanceId) await removeReplaced(settings, instance.id)
    beginRestore(restoreOf(settings, manifest))
    keepInstance({ ...instance, id: manifest.instanceId })
    await work(databaseUrl)
  }
  if (settings.DATABASE_URL) return begun(settings.DATABASE_URL)
  if (!findSecrets()) keepSecrets(secrets)
  return withOwnDatabase(instance, secrets, begun)
}

async function assertNoForeignTables(databaseUrl: string): Promise<void> {
  const foreign = await foreignTables(databaseUrl, Object.keys(models))
  if (foreign.length === 0) return
  throw new Fault(
    `The database holds tables that are not Gapless's (${foreign.slice(0, 3).join(', ')}). Give Gapless a database of its own. Nothing was restored.`,
  )
}

async function assertEmpty(databaseUrl: string): Promise<void> {
  if (await isEmptyInstance(databaseUrl)) return
  throw new Fault(
    'This instance has apps, monitors or people already, or hosts, certificates, registries, channels, tokens, invitations or a status page, which a restore would take away. Restore into a state folder of its own (GAPLESS_HOME) and an empty database. Nothing was restored.',
  )
}

async function fill(databaseUrl: string, file: string, manifest: Manifest): Promise<void> {
  await step('Making the tables', async () => {
    await clearDatabase(databaseUrl)
    await applyMigrations(databaseUrl, manifest.migrations.at(-1))
  })
  await step('Filling them', () =>
    inFaults(async () => importDatabase(databaseUrl, await openArchive(createReadStream(file)))),
  )
  const applied = await step('Migrating the database', () => applyMigrations(databaseUrl))
  if (applied.length > 0) say(`The backup is of an older version: ${applied.length} migrations were applied.`)
  const db = createDatabase(databaseUrl)
  try {
    await settleRestored(db, { now: new Date(), madeAt: new Date(manifest.madeAt) })
  } finally {
    await db.$disconnect()
  }
}
