import { expect, test } from 'vitest'
import { readSettings } from '@/bin/lib/settings'

const variables = (set: Record<string, string>): NodeJS.ProcessEnv => ({ ...set, NODE_ENV: 'test' })

test('nothing set gives the defaults', () => {
  expect(readSettings(variables({}))).toEqual({
    PORT: 3000,
    GAPLESS_PROXY_HTTP_PORT: 8080,
    GAPLESS_PROXY_HTTPS_PORT: 8443,
  })
})

test('an empty variable counts as not set', () => {
  expect(readSettings(variables({ PORT: '', DATABASE_URL: '' })).PORT).toBe(3000)
})

test.each([
  [{ PORT: '70000' }, /PORT cannot be used/],
  [{ PORT: '8080' }, /three different ports/],
  [{ DATABASE_URL: 'mysql://localhost/x' }, /DATABASE_URL cannot be used/],
  [{ GAPLESS_OWNER_PASSWORD: 'short' }, /GAPLESS_OWNER_PASSWORD cannot be used/],
  [{ GAPLESS_TRUSTED_PROXIES: '10.0.0.0/8, the proxy' }, /GAPLESS_TRUSTED_PROXIES cannot be used: must be addresses/],
  [{ GAPLESS_TRUSTED_PROXIES: '10.0.0.0/33' }, /GAPLESS_TRUSTED_PROXIES cannot be used/],
  [{ GAPLESS_ENCRYPTION_KEY: 'c2hvcnQ=' }, /32 bytes in base64/],
])('%j is refused with what to do', (set, message) => {
  expect(() => readSettings(variables(set))).toThrow(message)
})

test('the refusal of a secret does not repeat it', () => {
  const secret = 'bm90LXRoZS1yaWdodC1sZW5ndGg='
  expect(() => readSettings(variables({ GAPLESS_ENCRYPTION_KEY: secret }))).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining(secret) }),
  )
})
