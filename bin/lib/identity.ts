import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { home } from './home'
import { readJson, writePrivateJson } from './private-file'
import type { Settings } from './settings'

const instanceSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{6}$/),
  postgresPort: z.number().int().optional(),
  redisPort: z.number().int().optional(),
  /** Set when the database could not live in the state folder. */
  postgresFolder: z.string().optional(),
})

/** Which installation this is, and what it chose once. */
export type Instance = z.infer<typeof instanceSchema>

const secretsSchema = z.object({
  encryptionKey: z.string(),
  /** Those that still open what they have sealed, until a rotation is finished. */
  previousEncryptionKeys: z.array(z.string()).optional(),
  /** Whether the last start was given its key by the environment: then this file's is a copy, and not what it goes by. */
  isKeyGiven: z.boolean().optional(),
  nextAuthSecret: z.string(),
  postgresPassword: z.string(),
  redisPassword: z.string(),
  probeSecret: z.string(),
})
export type Secrets = z.infer<typeof secretsSchema>

/** The instance of this state folder, or null before its first start. */
export function findInstance(): Instance | null {
  return readJson(home.instance, instanceSchema)
}

export function keepInstance(instance: Instance): void {
  writePrivateJson(home.instance, instance)
}

/** The instance of this state folder; made at its first start. */
export function ensureInstance(): Instance {
  const found = findInstance()
  if (found) return found
  const instance = { id: randomBytes(3).toString('hex') }
  keepInstance(instance)
  return instance
}

/** The secrets of this state folder as they are kept, or null before its first start. */
export function findSecrets(): Secrets | null {
  return readJson(home.secrets, secretsSchema)
}

export function keepSecrets(secrets: Secrets): void {
  writePrivateJson(home.secrets, secrets)
}

export function newEncryptionKey(): string {
  return randomBytes(32).toString('base64')
}

/** Secrets as a first start makes them; `given` are known already. */
export function newSecrets(given: Partial<Secrets>): Secrets {
  return {
    encryptionKey: newEncryptionKey(),
    nextAuthSecret: randomBytes(32).toString('base64url'),
    postgresPassword: randomBytes(24).toString('base64url'),
    redisPassword: randomBytes(24).toString('base64url'),
    probeSecret: randomBytes(24).toString('base64url'),
    ...given,
  }
}

/** The instance's secrets: made once and kept; those given in the environment take their place. */
export function ensureSecrets(settings: Settings): Secrets {
  const given: Partial<Secrets> = {
    ...(settings.GAPLESS_ENCRYPTION_KEY && {
      encryptionKey: settings.GAPLESS_ENCRYPTION_KEY,
      previousEncryptionKeys: settings.GAPLESS_PREVIOUS_ENCRYPTION_KEYS ?? [],
    }),
    ...(settings.NEXTAUTH_SECRET && { nextAuthSecret: settings.NEXTAUTH_SECRET }),
  }
  const kept = findSecrets()
  if (kept) return { ...kept, ...given }
  const secrets = newSecrets(given)
  keepSecrets(secrets)
  return secrets
}

/** Writes down where a start has its key from, for commands that are run without its environment. */
export function noteWhoseKey({ GAPLESS_ENCRYPTION_KEY }: Settings): void {
  const kept = findSecrets()
  const isKeyGiven = GAPLESS_ENCRYPTION_KEY !== undefined
  if (!kept || (kept.isKeyGiven ?? false) === isKeyGiven) return
  keepSecrets({ ...kept, isKeyGiven: isKeyGiven || undefined })
}
