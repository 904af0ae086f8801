import type { AttemptLimit } from '../ports/attempts'
import type { LinkPurpose } from './sign-in'

const quarterHour = 15 * 60
const hour = 60 * 60

/** How long a network from which somebody signed in is known as theirs. */
export const trustSeconds = 30 * 24 * hour

/** What one caller may do, as often as that, whoever they try to be. `address` is a hash of their network. */
export const callerLimit = (address: string): AttemptLimit => ({
  name: `address:${address}`,
  most: 60,
  seconds: quarterHour,
})

/** What one caller may guess about one account. Only their own guesses count, so nobody is kept out by others. */
export const signInLimits = (account: string, address: string): AttemptLimit[] => [
  { name: `pair:${account}:${address}`, most: 10, seconds: quarterHour },
  callerLimit(address),
]

/**
 * Guesses about one account from networks that it has never signed in from. Beyond it a password is still looked at,
 * but alone it opens nothing there any more (docs/decisions/0014-signing-in.md).
 */
export const floodLimit = (account: string): AttemptLimit => ({ name: `account:${account}`, most: 100, seconds: hour })

/**
 * Mails to one account, whoever asks for them. Each stays valid until the next may be asked for. Each purpose has its own:
 * who asks for the links of one kind in somebody's place keeps them from no other.
 */
export const linkLimit = (account: string, purpose: LinkPurpose): AttemptLimit => ({
  name: `link:${purpose}:${account}`,
  most: 5,
  seconds: quarterHour,
})

/**
 * Codes of an app that may be tried by whoever knows the password: at 20 an hour for one account, three of a million
 * counting at a time, guessing one takes years. A network that is known as the person's has a count of its own, which no
 * stranger uses up, and recovery codes, which cannot be guessed, are taken all the same.
 */
export const codeLimits = (given: {
  user: string
  session: string
  address: string
  isKnown: boolean
}): AttemptLimit[] => [
  { name: `code-of:${given.session}`, most: 5, seconds: quarterHour },
  { name: given.isKnown ? `code:${given.user}:${given.address}` : `code:${given.user}`, most: 20, seconds: hour },
]

/** The present password, asked for again by somebody who is signed in; and codes that turn something off. */
export const confirmLimit = (user: string): AttemptLimit => ({
  name: `confirm:${user}`,
  most: 10,
  seconds: quarterHour,
})

/** Providers hand out IPv6 by the /64: all of it is one address here. */
export const networkOf = (ip: string): string => {
  if (!ip.includes(':') || ip.includes('.')) return ip
  const [head = '', tail = ''] = ip.toLowerCase().split('::')
  const before = head.split(':').filter((group) => group !== '')
  const after = tail.split(':').filter((group) => group !== '')
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0')
  return [...before, ...zeros, ...after].slice(0, 4).join(':')
}
