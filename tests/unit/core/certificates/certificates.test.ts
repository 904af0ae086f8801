import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expiryState, expiryWords, toldAtDays, toTell } from '@/core/certificates/expiry'
import { chooseCertificate, isFor } from '@/core/certificates/matching'
import { dashboardName } from '@/core/net/dashboard-name'

const dayMs = 24 * 60 * 60_000
const now = new Date('2026-03-01T12:00:00Z')
const inDays = (days: number): Date => new Date(now.getTime() + days * dayMs)

describe('which domains a certificate is for', () => {
  test('those that it names, and by * one label and no more or less', () => {
    expect(isFor(['shop.example.com'], 'shop.example.com')).toBe(true)
    expect(isFor(['*.example.com'], 'shop.example.com')).toBe(true)
    expect(isFor(['*.example.com'], 'example.com')).toBe(false)
    expect(isFor(['*.example.com'], 'a.shop.example.com')).toBe(false)
    expect(isFor(['example.com'], 'shop.example.com')).toBe(false)
    expect(isFor(['shop.example.com'], 'shop.example.com.evil.test')).toBe(false)
    expect(isFor(['*.com'], 'localhost')).toBe(false)
  })

  test('of several the one that lasts longest serves, whatever their order', () => {
    const old = { id: '1', domains: ['shop.example.com'], notAfter: inDays(5) }
    const wildcard = { id: '2', domains: ['*.example.com'], notAfter: inDays(80) }
    const other = { id: '3', domains: ['other.example.com'], notAfter: inDays(900) }
    const twin = { ...wildcard, id: '4' }
    fc.assert(
      fc.property(fc.shuffledSubarray([old, wildcard, other], { minLength: 3 }), (all) => {
        expect(chooseCertificate(all, 'shop.example.com')).toBe(wildcard)
        expect(chooseCertificate(all, 'shop.example.org')).toBeNull()
        expect(chooseCertificate([...all, twin], 'shop.example.com')).toBe(twin)
      }),
    )
  })
})

describe('the end of a certificate', () => {
  test('is told at 30, 14, 7 and 1 day and when it has come, once each, however seldom one looks', () => {
    const told = (looks: readonly number[]): number[] => {
      let last: number | null = null
      return looks.flatMap((left) => {
        const days = toTell(inDays(left), now, last)
        last = days ?? last
        return days === null ? [] : [days]
      })
    }
    expect(told(Array.from({ length: 500 }, (_, index) => 40 - index / 10))).toEqual([...toldAtDays])
    expect(told([31, 30, 30, 12, 12, 0.5, 0.4, -1, -2])).toEqual([30, 14, 1, 0])
    expect(told([90, 60])).toEqual([])
  })

  test('is shown in words and by how near it is', () => {
    const shown = (days: number) => [expiryState(inDays(days), now), expiryWords(inDays(days), now)]
    expect(shown(61)).toEqual(['valid', 'Expires in 61 days'])
    expect(shown(12.4)).toEqual(['soon', 'Expires in 12 days'])
    expect(shown(1.5)).toEqual(['urgent', 'Expires in 1 day'])
    expect(shown(0.2)).toEqual(['urgent', 'Expires within a day'])
    expect(shown(-0.2)).toEqual(['ended', 'Expired'])
    expect(shown(-3.5)).toEqual(['ended', 'Expired 3 days ago'])
  })
})

test('the dashboard has a name behind the proxies where its address is HTTPS and one', () => {
  expect(dashboardName('https://Gapless.example.com')).toBe('gapless.example.com')
  expect(dashboardName('https://gapless.localhost:8443')).toBe('gapless.localhost')
  for (const address of [
    'http://gapless.example.com',
    'https://localhost:3000',
    'https://192.0.2.7',
    'https://[::1]',
  ]) {
    expect(dashboardName(address)).toBeNull()
  }
})
