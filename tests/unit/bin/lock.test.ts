import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { tryLock, waitForLock } from '@/bin/lib/lock'

test('a lock is held by one at a time', async () => {
  const name = randomUUID()
  const lock = await tryLock(name)
  expect(lock).not.toBeNull()
  expect(await tryLock(name)).toBeNull()
  lock?.release()
})

test('who waits gets it as soon as it is given back', async () => {
  const name = randomUUID()
  const first = await tryLock(name)
  const lock = await waitForLock(name, () => first?.release())
  expect(await tryLock(name)).toBeNull()
  lock.release()
})
