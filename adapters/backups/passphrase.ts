import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import type { ByPassphrase } from '@/core/backups/manifest'

/** 128 MB and a third of a second a guess (RFC 7914). */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 }
const algorithm = 'aes-256-gcm'

const keyOf = (passphrase: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key)))
  })

export const sealByPassphrase = async (plain: string, passphrase: string): Promise<ByPassphrase> => {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)]
  const cipher = createCipheriv(algorithm, await keyOf(passphrase, salt), nonce)
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  const encoded = { salt, nonce, tag: cipher.getAuthTag(), text }
  return {
    salt: encoded.salt.toString('base64url'),
    nonce: encoded.nonce.toString('base64url'),
    tag: encoded.tag.toString('base64url'),
    text: encoded.text.toString('base64url'),
  }
}

/** null where the passphrase is another one, or the text was changed. */
export const openByPassphrase = async (sealed: ByPassphrase, passphrase: string): Promise<string | null> => {
  const [salt, nonce, tag, text] = [sealed.salt, sealed.nonce, sealed.tag, sealed.text].map((part) =>
    Buffer.from(part, 'base64url'),
  )
  if (!salt || !nonce || !tag || !text) return null
  const key = await keyOf(passphrase, salt)
  try {
    const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: 16 }).setAuthTag(tag)
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
