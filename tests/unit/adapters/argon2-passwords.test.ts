import { describe, expect, it } from 'vitest'
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
