import { beforeAll, describe, expect, it } from 'vitest'
import { createArgon2Passwords } from '@/adapters/auth/argon2-passwords'

const passwords = createArgon2Passwords()

describe('a password', () => {
  it('is kept as argon2id with the settings that OWASP asks for', async () => {
    expect(await passwords.hash('secret')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  it('is right for its own hash only', async () => {
    const hash = await passwords.hash('secret')
    expect(await passwords.verify(hash, 'secret')).toBe(true)
    expect(await passwords.verify(hash, 'Secret')).toBe(false)
    expect(await passwords.verify(null, 'secret')).toBe(false)
    expect(await passwords.verify(null, 'nobody has this password')).toBe(false)
  })

  it('is checked for every one of many who come at once', async () => {
    const hash = await passwords.hash('secret')
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) => passwords.verify(hash, index % 2 === 0 ? 'secret' : 'wrong')),
    )
    expect(results).toEqual(Array.from({ length: 12 }, (_, index) => index % 2 === 0))
  })
})

describe('the strength of a password', () => {
  // Reads the dictionaries, which takes its time.
  beforeAll(async () => {
    await passwords.strength('', [])
  }, 120_000)

  it.each([
    ['a frequent one, made longer', 'password1234567'],
    ['a row of keys', 'qwertyuiop12345'],
    ['one letter many times', 'aaaaaaaaaaaaaaaaaaaa'],
    ['the name of the product', 'gapless-gapless-gapless'],
    ["the person's own address", 'ada.lovelace@example.com'],
    ['the name with a year', 'Ada-Lovelace-Gapless-1815'],
  ])(
    'is small for %s',
    async (_, password) => {
      const strength = await passwords.strength(password, ['Ada Lovelace', 'ada.lovelace@example.com'])
      expect(strength.score).toBeLessThan(3)
      expect(strength.hint).not.toBeNull()
    },
    60_000,
  )

  it('is enough for words that do not belong together', async () => {
    expect((await passwords.strength('lamp otter brisk vinegar', [])).score).toBeGreaterThanOrEqual(3)
  })
})

describe('a sign that keyboards write in two ways', () => {
  it('is the same sign', async () => {
    expect(await passwords.verify(await passwords.hash('caf\u00e9'), 'cafe\u0301')).toBe(true)
  })
})
