import { describe, expect, it } from 'vitest'
import { isFromOwnPages } from '@/core/net/same-origin'

const asked = (given: { method?: string; fetchSite?: string; origin?: string }) =>
  isFromOwnPages({
    method: given.method ?? 'POST',
    fetchSite: given.fetchSite ?? null,
    origin: given.origin ?? null,
    host: 'gapless.example:3000',
  })

describe('a request that changes something', () => {
  it.each([
    [{ fetchSite: 'same-origin' }],
    [{ origin: 'https://gapless.example:3000' }],
    [{}],
    [{ method: 'GET', fetchSite: 'cross-site', origin: 'https://evil.example' }],
  ])('is taken as %j', (given) => {
    expect(asked(given)).toBe(true)
  })

  it.each([
    [{ fetchSite: 'cross-site' }],
    [{ fetchSite: 'same-site' }],
    [{ fetchSite: 'none' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'https://gapless.example' }],
    [{ origin: 'null' }],
    [{ method: 'DELETE', fetchSite: 'cross-site', origin: 'https://gapless.example:3000' }],
  ])('is refused as %j', (given) => {
    expect(asked(given)).toBe(false)
  })
})
