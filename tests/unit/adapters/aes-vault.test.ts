import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createAesVault } from '@/adapters/vault/aes-vault'

const key = (): string => randomBytes(32).toString('base64')
const text = 'pässwörd\n"\0;'

describe('the vault', () => {
  it('opens what it sealed, for the same context only', () => {
    const vault = createAesVault([key()])
    const sealed = vault.seal(text, 'app:1:env')
    expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/)
    expect(vault.open(sealed, 'app:1:env')).toBe(text)
    expect(() => vault.open(sealed, 'app:2:env')).toThrow()
  })

  it('seals the same text differently each time', () => {
    const vault = createAesVault([key()])
    expect(vault.seal(text, 'a')).not.toBe(vault.seal(text, 'a'))
  })

  it('seals and opens nothing at all', () => {
    const vault = createAesVault([key()])
    expect(vault.open(vault.seal('', 'a'), 'a')).toBe('')
  })

  it('opens with older keys after a rotation, and seals with the new one', () => {
    const [older, newer] = [key(), key()]
    const sealed = createAesVault([older]).seal(text, 'a')
    const rotated = createAesVault([newer, older])
    expect(rotated.open(sealed, 'a')).toBe(text)
    expect(createAesVault([newer]).open(rotated.seal(text, 'a'), 'a')).toBe(text)
    expect(() => createAesVault([newer]).open(sealed, 'a')).toThrow(/not known/)
  })

  it('refuses a text in which any character was changed', () => {
    const vault = createAesVault([key()])
    const sealed = vault.seal(text, 'a')
    for (let index = 0; index < sealed.length; index += 1) {
      const other = sealed[index] === 'A' ? 'B' : 'A'
      const changed = `${sealed.slice(0, index)}${other}${sealed.slice(index + 1)}`
      // The last character of a part may carry bits that stand for nothing.
      if (isSame(changed, sealed)) continue
      expect(() => vault.open(changed, 'a'), `at ${index}`).toThrow()
    }
  })

  it.each(['', 'v1', 'v1.a.b', 'v2.a.b.c.d', 'plain text'])('refuses %j', (sealed) => {
    expect(() => createAesVault([key()]).open(sealed, 'a')).toThrow()
  })

  it('refuses a tag that was cut short', () => {
    const vault = createAesVault([key()])
    const [version, id, nonce, tag = '', rest] = vault.seal(text, 'a').split('.')
    expect(() => vault.open([version, id, nonce, tag.slice(0, 6), rest].join('.'), 'a')).toThrow()
  })

  it('takes keys of 32 bytes only', () => {
    expect(() => createAesVault([randomBytes(16).toString('base64')])).toThrow(/32 bytes/)
  })
})

const decoded = (sealed: string): string[] =>
  sealed.split('.').map((part, index) => (index < 2 ? part : Buffer.from(part, 'base64url').toString('hex')))

const isSame = (one: string, other: string): boolean => decoded(one).join('.') === decoded(other).join('.')
