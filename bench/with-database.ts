import { randomBytes } from 'node:crypto'
import { createDatabase } from '@/adapters/database/client'
import { createAesVault } from '@/adapters/vault/aes-vault'
import { startThrowawayPostgres } from '@/bin/lib/throwaway-postgres'
import type { Vault } from '@/core/ports/vault'
import type { PrismaClient } from '@/prisma/generated/client'
import { Cookies } from '@/tests/support/browser-cookies'
import { credentialsOf, newPlace, type Place, removePlace, up } from '@/tests/support/platform'

/** An instance of its own whose database can be filled without the product, and a signed-in owner of its one team. */
export interface Filled {
  place: Place
  database: PrismaClient
  /** Seals as the instance does. */
  vault: Vault
  url: string
  login: { email: string; password: string }
  cookies: Cookies
}

/**
 * Runs `measure` on a new instance over a database of its own, and removes both whatever happens. `options` are added
 * settings of PostgreSQL, `env` of the instance.
 */
export const withDatabase = async (
  measure: (filled: Filled) => Promise<void>,
  options: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<void> => {
  const postgres = await startThrowawayPostgres(options)
  const database = createDatabase(postgres.url)
  try {
    const place = await newPlace()
    const key = randomBytes(32).toString('base64')
    Object.assign(place.env, env, { DATABASE_URL: postgres.url, GAPLESS_ENCRYPTION_KEY: key })
    const command = await up(place)
    try {
      const { url, email, password } = credentialsOf(place)
      const cookies = new Cookies(url)
      await cookies.signIn(email, password)
      await measure({ place, database, vault: createAesVault([key]), url, login: { email, password }, cookies })
    } finally {
      command.child.kill('SIGTERM')
      await command.exit
      await removePlace(place)
    }
  } finally {
    await database.$disconnect()
    await postgres.stop()
  }
}
