import fs, { mkdtempSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { writePrivate } from '@/bin/lib/private-file'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gapless-private-'))
})
afterEach(() => {
  vi.restoreAllMocks()
  syncBuiltinESMExports()
  rmSync(folder, { recursive: true })
})

describe('a private file', () => {
  it('has its content on the disk before its name, and its name before anything goes on', () => {
    const did: string[] = []
    const { fsyncSync, renameSync } = fs
    vi.spyOn(fs, 'fsyncSync').mockImplementation((file) => {
      const path = readlinkSync(`/proc/self/fd/${file}`)
      did.push(`flushed ${path === folder ? 'the folder' : readFileSync(path, 'utf8')}`)
      fsyncSync(file)
    })
    vi.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      did.push('renamed')
      renameSync(from, to)
    })
    syncBuiltinESMExports()
    const path = join(folder, 'secrets.json')
    writePrivate(path, 'the new key')
    expect(did).toEqual(['flushed the new key', 'renamed', 'flushed the folder'])
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })
})
