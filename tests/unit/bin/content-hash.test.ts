import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { contentHash } from '@/bin/lib/content-hash'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gapless-hash-'))
  mkdirSync(join(root, 'app/generated'), { recursive: true })
  writeFileSync(join(root, 'app/a.ts'), 'one')
  writeFileSync(join(root, 'app/generated/b.ts'), 'made')
})
afterEach(() => rmSync(root, { recursive: true }))

const hash = () => contentHash(root, ['app', 'absent.ts'], ['app/generated'])

test('the same content has the same name, whatever its times', () => {
  const before = hash()
  writeFileSync(join(root, 'app/a.ts'), 'one')
  expect(hash()).toBe(before)
})

test('a changed, a renamed and a new file change it', () => {
  const seen = new Set([hash()])
  writeFileSync(join(root, 'app/a.ts'), 'two')
  seen.add(hash())
  renameSync(join(root, 'app/a.ts'), join(root, 'app/c.ts'))
  seen.add(hash())
  writeFileSync(join(root, 'absent.ts'), '')
  seen.add(hash())
  expect(seen.size).toBe(4)
})

test('what is generated does not', () => {
  const before = hash()
  writeFileSync(join(root, 'app/generated/b.ts'), 'made again')
  expect(hash()).toBe(before)
})
