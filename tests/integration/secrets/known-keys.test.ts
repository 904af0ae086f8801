import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase } from '@/adapters/database/client'
import { createAesVault } from '@/adapters/vault/aes-vault'
import { newEncryptionKey, newSecrets } from '@/bin/lib/identity'
import { assertKeysKnown } from '@/bin/lib/known-keys'
import { sealContexts } from '@/core/secrets/seal-contexts'
import type { PrismaClient } from '@/prisma/generated/client'
import { freshDatabase } from '@/tests/support/database'

const [key, earlier, other] = [newEncryptionKey(), newEncryptionKey(), newEncryptionKey()]

let databaseUrl: string
let db: PrismaClient

beforeAll(async () => {
  databaseUrl = await freshDatabase()
  db = createDatabase(databaseUrl)
})
afterAll(() => db.$disconnect())

/** Starts with these keys, where the state folder's file has another one. */
const start = (encryptionKey: string, previousEncryptionKeys: string[] = [], inFile = other): Promise<void> => {
  const secrets = newSecrets({ encryptionKey, previousEncryptionKeys })
  return assertKeysKnown({ databaseUrl, secrets, kept: newSecrets({ encryptionKey: inFile }) })
}

const seal = async (setting: string, by: string): Promise<void> => {
  const sealed = createAesVault([by]).seal('secret', sealContexts.instanceSetting(setting))
  await db.instanceSetting.create({ data: { key: setting, value: {}, sealed } })
}

describe('a start', () => {
  it('goes on with any key while nothing is sealed', async () => {
    await start(key)
  })

  it('goes on with keys that open all that is sealed', async () => {
    await seal('one', key)
    await seal('two', earlier)
    await start(key, [earlier])
  })

  it('ends where a key is missing, and says how much it has sealed and what to do', async () => {
    await expect(start(key)).rejects.toMatchObject({ name: 'Fault' })
    await expect(start(key)).rejects.toThrow(`is not known here (1 by ${createAesVault([earlier]).currentKey()})`)
    await expect(start(key)).rejects.toThrow(/GAPLESS_PREVIOUS_ENCRYPTION_KEYS .*Nothing was started/)
    await expect(start(other)).rejects.not.toThrow(key)
  })

  it('says so where the file has the key that the environment takes the place of', async () => {
    await db.instanceSetting.delete({ where: { key: 'two' } })
    await expect(start(earlier, [], key)).rejects.toThrow(/secrets\.json has it: start without GAPLESS_ENCRYPTION_KEY/)
    await start(key, [], key)
  })
})
