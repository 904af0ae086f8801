import { describe, expect, it } from 'vitest'
import { merge } from '@/app/_server/live/merge'
import { topicsOf, writePositions } from '@/app/_server/live/topics'
import { GaplessError } from '@/core/errors'

async function* counting(name: string, count: number, ended: string[]): AsyncGenerator<string> {
  try {
    for (let i = 1; i <= count; i++) yield `${name}${i}`
  } finally {
    ended.push(name)
  }
}

/** Waits until it is stopped, as a feed without news does. */
async function* silent(signal: AbortSignal, ended: string[]): AsyncGenerator<string> {
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  ended.push('silent')
}

describe('merging', () => {
  it('brings everything, each in its order, and ends with the vital one', async () => {
    const ended: string[] = []
    const stop = new AbortController()
    const seen: string[] = []
    for await (const item of merge(counting('v', 3, ended), [counting('o', 2, ended), silent(stop.signal, ended)], () =>
      stop.abort(),
    )) {
      seen.push(item)
    }
    expect(seen.filter((item) => item.startsWith('v'))).toEqual(['v1', 'v2', 'v3'])
    expect(seen.filter((item) => item.startsWith('o'))).toEqual(['o1', 'o2'])
    expect(ended).toContain('silent')
  })
  it('stops all when the reader leaves', async () => {
    const ended: string[] = []
    const stop = new AbortController()
    for await (const item of merge(silent(stop.signal, ended), [counting('o', 9, ended)], () => stop.abort())) {
      if (item === 'o2') break
    }
    expect(ended).toContain('silent')
  })
  it('throws what one throws', async () => {
    const broken = (async function* (): AsyncGenerator<string> {
      yield 'one'
      throw new Error('no database')
    })()
    const merged = merge(broken, [], () => undefined)
    expect((await merged.next()).value).toBe('one')
    await expect(merged.next()).rejects.toThrow('no database')
  })
})

describe('topics', () => {
  const request = (query: string, lastEventId?: string) =>
    new Request(`http://localhost/live${query}`, lastEventId ? { headers: { 'last-event-id': lastEventId } } : {})

  it('are named with where to go on from', () => {
    expect(topicsOf(request('?topic=deployment:d1@7&topic=logs:a1&topic=sampled'))).toEqual([
      { kind: 'deployment', id: 'd1', after: 7n },
      { kind: 'logs', id: 'a1', after: 0n },
      { kind: 'sampled', id: '', after: 0n },
    ])
  })
  it('go on from where a lost stream was', () => {
    const positions = writePositions(
      new Map([
        ['d1', 12n],
        ['d2', 3n],
      ]),
    )
    expect(topicsOf(request('?topic=deployment:d1@7', positions))).toEqual([
      { kind: 'deployment', id: 'd1', after: 12n },
    ])
  })
  it.each(['?topic=everything', '?topic=deployment:', '?topic=deployment:a%20b', `?${'topic=sampled&'.repeat(9)}`])(
    'refuse %s',
    (query) => {
      expect(() => topicsOf(request(query))).toThrow(GaplessError)
    },
  )
})
