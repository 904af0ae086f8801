import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { Vault } from '@/core/ports/vault'

const algorithm = 'aes-256-gcm'
/** NIST SP 800-38D: 96-bit random nonces. */
const nonceBytes = 12
/** Node would accept a tag cut down to 4 bytes, which can be guessed. */
const tagBytes = 16

/** Short name of a key, so that a sealed text says which one opens it. */
const keyId = (key: Buffer): string => createHash('sha256').update(key).digest('hex').slice(0, 8)

/**
 * Seals as `v1.<key id>.<nonce>.<tag>.<text>`, base64url. The first key seals; all of them open, which is what makes
 * rotation possible. Keys are 32 bytes in base64.
 */
export const createAesVault = (keys: readonly [string, ...string[]]): Vault => {
  const decoded = keys.map((key) => Buffer.from(key, 'base64'))
  const [first] = decoded
  if (!first || decoded.some((key) => key.length !== 32)) throw new Error('an encryption key is 32 bytes in base64')
  const byId = new Map(decoded.map((key) => [keyId(key), key]))
  return {
    seal: (plain, context) => {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv(algorithm, first, nonce).setAAD(Buffer.from(context))
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      const parts = [nonce, cipher.getAuthTag(), text].map((part) => part.toString('base64url'))
      return ['v1', keyId(first), ...parts].join('.')
    },
    open: (sealed, context) => {
      const [version, id, ...encoded] = sealed.split('.')
      const key = byId.get(id ?? '')
      const [nonce, tag, text] = encoded.map((part) => Buffer.from(part, 'base64url'))
      if (version !== 'v1' || !nonce || !tag || !text) throw new Error('this is not a sealed text')
      if (!key) throw new Error(`the encryption key ${id} is not known here`)
      const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
        .setAAD(Buffer.from(context))
        .setAuthTag(tag)
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
    },
  }
}
