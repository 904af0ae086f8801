import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readSettings } from '@/bin/lib/settings'

let folder: string
let identity: typeof import('@/bin/lib/identity')

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gapless-identity-'))
  vi.stubEnv('GAPLESS_HOME', folder)
  vi.resetModules()
  identity = await import('@/bin/lib/identity')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

/** What a start does with the secrets; returns the key that it uses, and what the file says afterwards. */
const start = (key?: string): { used: string; file: Record<string, unknown> } => {
  const settings = readSettings({ NODE_ENV: 'test', ...(key && { GAPLESS_ENCRYPTION_KEY: key }) })
  const { encryptionKey: used } = identity.ensureSecrets(settings)
  identity.noteWhoseKey(settings)
  return { used, file: JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8')) as Record<string, unknown> }
}

describe('the file of secrets', () => {
  it('says that the key was given at the last start, and no more after one without', () => {
    const [given, another] = [identity.newEncryptionKey(), identity.newEncryptionKey()]
    const first = start(given)
    expect(first).toMatchObject({ used: given, file: { encryptionKey: given, isKeyGiven: true } })
    expect(start(another)).toEqual({ used: another, file: first.file })
    const { isKeyGiven: _, ...rest } = first.file
    expect(start()).toEqual({ used: given, file: rest })
    expect(start(given)).toEqual(first)
  })

  it('says nothing of it where the key is its own', () => {
    const { used, file } = start()
    expect(file).toMatchObject({ encryptionKey: used })
    expect(file).not.toHaveProperty('isKeyGiven')
    expect(start()).toEqual({ used, file })
  })
})
