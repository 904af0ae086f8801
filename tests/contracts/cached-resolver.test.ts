import { describe, expect, it, vi } from 'vitest'
import { createCachedResolver } from '@/adapters/net/cached-resolver'
import type { Resolver } from '@/core/ports/resolver'
import { startDns } from '@/tests/support/dns'

describe('names that are looked up once for many', () => {
  it('are asked for in every form that an address can have, and are themselves where they are one', async () => {
    const asked: string[] = []
    const cached = createCachedResolver({
      resolve: async (host) => {
        asked.push(host)
        return ['127.0.0.1']
      },
    })
    expect(await cached.resolve('10.0.0.1')).toEqual(['10.0.0.1'])
    expect(await cached.resolve('::1')).toEqual(['::1'])
    for (const host of ['localhost', 'localhost.', 'db.internal', 'db.internal.', 'router']) {
      expect(await cached.resolve(host)).toEqual(['127.0.0.1'])
      expect(await cached.resolve(host)).toEqual(['127.0.0.1'])
    }
    expect(asked).toEqual(['localhost', 'localhost.', 'db.internal', 'db.internal.', 'router'])
  })

  it('take one thread at most where their servers are silent, and keep no other waiting', async () => {
    const dns = await startDns((name) => (name.startsWith('silent') ? 'nothing' : 'unknown'))
    const waiting: (() => void)[] = []
    let most = 0
    const system: Resolver = {
      resolve: async (host) => {
        if (!host.startsWith('silent')) return ['127.0.0.1']
        await new Promise<void>((resolve) => {
          waiting.push(resolve)
          most = Math.max(most, waiting.length)
        })
        return []
      },
    }
    const cached = createCachedResolver(system, { servers: [dns.address], timeoutMs: 50 })
    const silent = [1, 2, 3].map((index) => cached.resolve(`silent${index}.example`))
    await vi.waitFor(() => expect(waiting).toHaveLength(1))
    expect(await cached.resolve('hosts-file.example')).toEqual(['127.0.0.1'])
    // Which of them comes first is not said.
    for (const _ of silent) {
      await vi.waitFor(() => expect(waiting).toHaveLength(1))
      waiting.shift()?.()
    }
    expect(await Promise.all(silent)).toEqual([[], [], []])
    expect(most).toBe(1)
    await dns.close()
  })

  it('do not wait for those of silent servers once DNS speaks again', async () => {
    let isSilent = true
    const questions: string[] = []
    const dns = await startDns((name) => {
      questions.push(name)
      return isSilent || name === 'dead.example' ? 'nothing' : '192.0.2.7'
    })
    let now = 0
    const asked: string[] = []
    let release: (() => void) | undefined
    const system: Resolver = {
      resolve: (host) => {
        asked.push(host)
        return new Promise((resolve) => {
          release = () => resolve([])
        })
      },
    }
    const cached = createCachedResolver(system, { servers: [dns.address], timeoutMs: 50, now: () => now })
    const dead = cached.resolve('dead.example')
    await vi.waitFor(() => expect(asked).toEqual(['dead.example']))
    const waiting = cached.resolve('shop.example')
    // Twice of each kind of address: what comes now comes too late.
    await vi.waitFor(() => expect(questions.filter((name) => name === 'shop.example')).toHaveLength(4))
    isSilent = false
    let found: string[] | undefined
    await vi.waitFor(() => {
      now += 5001
      void cached.resolve('shop.example').then((addresses) => {
        found ??= addresses
      })
      expect(found).toEqual(['192.0.2.7'])
    })
    expect(asked).toEqual(['dead.example'])
    release?.()
    expect(await dead).toEqual([])
    await vi.waitFor(() => expect(asked).toEqual(['dead.example', 'shop.example']))
    release?.()
    expect(await waiting).toEqual([])
    await dns.close()
  })
})
