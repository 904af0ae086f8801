import { describe, expect, it } from 'vitest'
import { pageQuery } from '@/core/api/common'
import { encodeCursor, publicPage } from '@/core/api/cursor'

const id = '0199c1f4-7a5e-7c31-9d0a-3f6f1c2b4d5e'

describe('a cursor', () => {
  it('leads back to the id it was made of and says nothing of it', () => {
    const cursor = encodeCursor(id)
    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/)
    expect(cursor).not.toContain(id)
    expect(pageQuery.parse({ cursor })).toEqual({ limit: 50, cursor: id })
  })

  it.each(['', 'x', '!!!!', id, btoa('id:1'), btoa(`no:${id}`), encodeCursor(`${id} OR 1=1`), 'a'.repeat(500)])(
    'is refused when it is none of ours: %j',
    (cursor) => {
      const parsed = pageQuery.safeParse({ cursor })
      expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual(['cursor'])
    },
  )

  it('is on every page but the last', () => {
    expect(publicPage({ data: [1], nextCursor: null }).nextCursor).toBeNull()
    expect(publicPage({ data: [1], nextCursor: id }).nextCursor).toBe(encodeCursor(id))
  })
})

describe('the limit of a page', () => {
  it.each([
    ['1', 1],
    ['200', 200],
  ])('may be %s', (limit, expected) => {
    expect(pageQuery.parse({ limit }).limit).toBe(expected)
  })

  it.each(['0', '201', '-1', '1.5', 'ten', '', 'NaN', 'Infinity'])('must not be %j', (limit) => {
    expect(pageQuery.safeParse({ limit }).error?.issues.map((issue) => issue.path.join('.'))).toContain('limit')
  })
})
