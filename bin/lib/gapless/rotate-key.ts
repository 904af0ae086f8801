import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createDatabase } from '@/adapters/database/client'
import { createAesVault } from '@/adapters/vault/aes-vault'
import { resealEverything } from '@/services/secrets/reseal'
import { Fault } from '../fault'
import { home, trueHome } from '../home'
import { findSecrets, keepSecrets, newEncryptionKey, type Secrets } from '../identity'
import { sealedByOthers } from '../known-keys'
import { tryLock } from '../lock'
import { say, step } from '../progress'
import { readSettings, type Settings } from '../settings'
import { type FoundInstance, withInstance } from './instance-database'

/**
 * What was sealed by the old key just before the new one came is in the database by then: a query waits 10 s for a
 * connection and 20 s for its transaction at most (adapters/database/client).
 */
const SETTLE_MS = 35_000

/** `bin/gapless rotate-key`. Ended at any point, it is finished by the next call. */
export async function rotateKey(args: readonly string[]): Promise<void> {
  parseArgs({ args: [...args], options: {} })
  const settings = readSettings(process.env)
  const lock = await tryLock(`rotate-key ${trueHome()}`)
  if (!lock) throw new Fault('The key of this instance is being rotated already; wait until that has ended.')
  try {
    await withInstance(settings, (found) => (areGiven(settings, found) ? resealGiven(settings, found) : rotate(found)))
  } finally {
    lock.release()
  }
}

/** Whether the keys are the environment's and not ours to change. */
function areGiven(settings: Settings, { told, secrets }: FoundInstance): boolean {
  if (told?.GAPLESS_KEY_FILE !== undefined) return false
  return settings.GAPLESS_ENCRYPTION_KEY !== undefined || told !== null || secrets.isKeyGiven === true
}

async function rotate({ databaseUrl, secrets, told }: FoundInstance): Promise<void> {
  const begun = (secrets.previousEncryptionKeys ?? []).length > 0
  if (begun) say('A rotation was begun before and not finished: going on with it.')
  const keys = begun ? secrets : { ...secrets, ...withNewKey(secrets) }
  await withKeys(databaseUrl, keys, async (reseal, unknownTo) => {
    assertAllKnown(await unknownTo(secrets))
    // From now on every process seals with the new key, and opens by both: they look at this file whenever they do.
    if (!begun) keepSecrets(keys)
    await step('Sealing everything again', reseal)
    if (told !== null) {
      await step('Waiting until nothing that was begun before is under way', () => sleep(SETTLE_MS))
      await step('Sealing what came meanwhile', reseal)
    }
    await forgetOldKeys(keys, databaseUrl)
  })
  say(`The key was rotated. Keep ${home.secrets} with your backups; older backups need the key of their time.`)
}

function withNewKey({ encryptionKey }: Secrets): Pick<Secrets, 'encryptionKey' | 'previousEncryptionKeys'> {
  return { encryptionKey: newEncryptionKey(), previousEncryptionKeys: [encryptionKey] }
}

async function forgetOldKeys({ previousEncryptionKeys: _, ...present }: Secrets, databaseUrl: string): Promise<void> {
  const left = await withKeys(databaseUrl, present, (_reseal, unknownTo) => unknownTo(present))
  if (left !== null) {
    throw new Fault(
      `Some secrets came meanwhile that are not sealed by the new key (${left}). All others are; the old key is kept until these are too. Run bin/gapless rotate-key again.`,
    )
  }
  keepSecrets({ ...(findSecrets() ?? present), previousEncryptionKeys: undefined })
}

/** Given keys are changed by whoever gives them; what is sealed in the database is ours to seal again. */
async function resealGiven(settings: Settings, { databaseUrl, secrets, told }: FoundInstance): Promise<void> {
  const encryptionKey = told?.GAPLESS_ENCRYPTION_KEY ?? settings.GAPLESS_ENCRYPTION_KEY
  const previous = told?.GAPLESS_PREVIOUS_ENCRYPTION_KEYS?.split(',').filter(Boolean)
  const previousEncryptionKeys = previous ?? settings.GAPLESS_PREVIOUS_ENCRYPTION_KEYS ?? []
  // The file has a copy of a given key at best, which need not be the one that it is started with.
  if (encryptionKey === undefined || previousEncryptionKeys.length === 0) throw new Fault(howToGiveKeys)
  const keys = { ...secrets, encryptionKey, previousEncryptionKeys }
  await withKeys(databaseUrl, keys, async (reseal, unknownTo) => {
    assertAllKnown(await unknownTo(keys))
    await step('Sealing everything again', reseal)
  })
  say(
    'Everything is sealed by GAPLESS_ENCRYPTION_KEY now. Start Gapless once more without GAPLESS_PREVIOUS_ENCRYPTION_KEYS; nothing needs the old key any more but older backups.',
  )
}

const howToGiveKeys = `This instance gets its key from GAPLESS_ENCRYPTION_KEY, so the new one is yours to give:

  1. Make a key:              openssl rand -base64 32
  2. Start Gapless with       GAPLESS_ENCRYPTION_KEY=<the new key>
                              GAPLESS_PREVIOUS_ENCRYPTION_KEYS=<the present key>
  3. Run once more:           bin/gapless rotate-key
  4. Start Gapless without    GAPLESS_PREVIOUS_ENCRYPTION_KEYS

Where processes run on several machines, first give them all the new key as a previous one, so that each can open what
another seals by it; then go through the steps. Nothing was changed.`

function assertAllKnown(unknown: string | null): void {
  if (unknown === null) return
  throw new Fault(
    `Some secrets in the database are sealed by a key that is not known here (${unknown}). Give the missing key in GAPLESS_PREVIOUS_ENCRYPTION_KEYS together with GAPLESS_ENCRYPTION_KEY, or set GAPLESS_HOME to the instance that you mean. Nothing was changed.`,
  )
}

/** How many secrets are sealed by keys that are not among these, in words; null: none. */
type UnknownTo = (keys: Secrets) => Promise<string | null>

async function withKeys<T>(
  databaseUrl: string,
  keys: Secrets,
  work: (reseal: (note: (detail: string) => void) => Promise<number>, unknownTo: UnknownTo) => Promise<T>,
): Promise<T> {
  const instanceDb = createDatabase(databaseUrl)
  const vault = createAesVault([keys.encryptionKey, ...(keys.previousEncryptionKeys ?? [])])
  try {
    return await work(
      (note) => resealEverything({ instanceDb, vault }, (done) => note(`${done} secrets`)),
      (known) => sealedByOthers(instanceDb, known),
    )
  } finally {
    await instanceDb.$disconnect()
  }
}
