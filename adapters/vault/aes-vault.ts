import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { Vault } from '@/core/ports/vault'
import { type KeyRing, presentKeys } from './key-ring'

const algorithm = 'aes-256-gcm'
/** NIST SP 800-38D: 96-bit random nonces. */
const nonceBytes = 12
/** Node would accept a tag cut down to 4 bytes, which can be guessed. */
const tagBytes = 16

interface Key {
  id: string
  key: Buffer
}

const decode = (base64: string): Key => {
  const key = Buffer.from(base64, 'base64')
  if (key.length !== 32) throw new Error('an encryption key is 32 bytes in base64')
  // Short name of a key, so that a sealed text says which one opens it.
  return { id: createHash('sha256').update(key).digest('hex').slice(0, 8), key }
}

/**
 * Seals as `v1.<key id>.<nonce>.<tag>.<text>`, base64url. The first key seals; all of them open, which is what makes
 * rotation possible. A key that has gone from the ring still opens, until the process ends, what was read before it went.
 * Throws when a key is not 32 bytes in base64.
 */
export const createAesVault = (ring: KeyRing): Vault => {
  const met = new Map<string, Key>()
  const meet = (base64: string): Key => {
    const key = met.get(base64) ?? decode(base64)
    met.set(base64, key)
    return key
  }
  const current = (): Key => meet(presentKeys(ring)[0])
  const known = (): Key[] => presentKeys(ring).map(meet)
  known()
  return {
    seal: (plain, context) => {
      const { id, key } = current()
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(context))
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      const parts = [nonce, cipher.getAuthTag(), text].map((part) => part.toString('base64url'))
      return ['v1', id, ...parts].join('.')
    },
    open: (sealed, context) => {
      const [version, id, ...encoded] = sealed.split('.')
      const [nonce, tag, text] = encoded.map((part) => Buffer.from(part, 'base64url'))
      if (version !== 'v1' || !nonce || !tag || !text) throw new Error('this is not a sealed text')
      known()
      const key = [...met.values()].find((one) => one.id === id)?.key
      if (!key) throw new Error(`the encryption key ${id} is not known here`)
      const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
        .setAAD(Buffer.from(context))
        .setAuthTag(tag)
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
    },
    currentKey: () => current().id,
    knownKeys: () => known().map(({ id }) => id),
  }
}
