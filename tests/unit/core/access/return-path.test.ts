import { describe, expect, it } from 'vitest'
import { returnPath, signInPath } from '@/core/access/return-path'

describe('whoever signs in', () => {
  it('goes on to the page that was wanted, with its query', () => {
    expect(returnPath('/incidents/1/roll-back?token=a.b%2Fc')).toBe('/incidents/1/roll-back?token=a.b%2Fc')
    expect(returnPath('/incidents?status=open&_rsc=1x2y')).toBe('/incidents?status=open')
    expect(returnPath(signInBack('/incidents/1/roll-back?token=a.b'))).toBe('/incidents/1/roll-back?token=a.b')
  })

  it.each([
    null,
    undefined,
    '',
    'apps',
    'https://elsewhere.example/',
    '//elsewhere.example/',
    '/\\elsewhere.example/',
    '/\t/elsewhere.example',
    '/.//elsewhere.example/',
    '/x/..//elsewhere.example/',
    '/%2e//elsewhere.example/',
    '/.\\/elsewhere.example/',
    '/.\\\\elsewhere.example/',
    '/x/%2E%2e/\\elsewhere.example/',
    'http://here.invalid//elsewhere.example/',
    'javascript:alert(1)',
    '/',
    '/sign-in?to=/apps',
    '/api/auth/signout',
    '/live?topic=sampled',
  ])('goes to the apps where %j was wanted', (wanted) => {
    expect(returnPath(wanted)).toBe('/apps')
    expect(signInPath(wanted)).toBe('/sign-in')
  })
})

const signInBack = (path: string): string | null => new URL(signInPath(path), 'http://x.example').searchParams.get('to')
