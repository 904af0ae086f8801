import { readFileSync, statSync } from 'node:fs'
import { z } from 'zod'

/** What we need of it; there may be more in the file. */
const schema = z.object({
  encryptionKey: z.string(),
  previousEncryptionKeys: z.array(z.string()).optional(),
})

/**
 * The keys of a file that is replaced as a whole when they change. It is looked at whenever a key is needed, which takes
 * microseconds, so that a process knows a new key before it can meet anything that is sealed by it, without a restart.
 * Throws when the file cannot be read.
 */
export const createKeyFile = (path: string): (() => readonly [string, ...string[]]) => {
  let seen: { version: string; keys: readonly [string, ...string[]] } | undefined
  return () => {
    const { ino, mtimeNs, size } = statSync(path, { bigint: true })
    const version = `${ino} ${mtimeNs} ${size}`
    if (seen?.version !== version) {
      const { encryptionKey, previousEncryptionKeys = [] } = schema.parse(JSON.parse(readFileSync(path, 'utf8')))
      seen = { version, keys: [encryptionKey, ...previousEncryptionKeys] }
    }
    return seen.keys
  }
}
