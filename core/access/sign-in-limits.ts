import type { AttemptLimit } from '../ports/attempts'

const quarterHour = 15 * 60

/** How long an address from which somebody signed in keeps their account open to it. */
export const trustSeconds = 30 * 24 * 60 * 60

/**
 * What limits guessing a password. `account` and `address` are names without meaning to a reader (hashes). Whoever
 * signed in from an address before is not counted under the account as a whole: guesses that others make from elsewhere
 * cannot lock them out there, and elsewhere for an hour at most.
 */
export const signInLimits = (account: string, address: string, isTrusted: boolean): AttemptLimit[] => [
  { name: `pair:${account}:${address}`, most: 10, seconds: quarterHour },
  { name: `address:${address}`, most: 60, seconds: quarterHour },
  ...(isTrusted ? [] : [{ name: `account:${account}`, most: 100, seconds: 60 * 60 }]),
]

/** Providers hand out IPv6 by the /64: all of it is one address here. */
export const networkOf = (ip: string): string => {
  if (!ip.includes(':') || ip.includes('.')) return ip
  const [head = '', tail = ''] = ip.toLowerCase().split('::')
  const before = head.split(':').filter((group) => group !== '')
  const after = tail.split(':').filter((group) => group !== '')
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0')
  return [...before, ...zeros, ...after].slice(0, 4).join(':')
}
