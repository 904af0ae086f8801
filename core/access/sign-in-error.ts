import { GaplessError } from '../errors'

/** A failed sign-in as one word that can stand in an address: the code, and the seconds to wait where there are some. */
export const signInError = (error: unknown): string => {
  if (!(error instanceof GaplessError)) return 'internal_error'
  return error.retryAfterSeconds === undefined ? error.code : `${error.code}-${Math.ceil(error.retryAfterSeconds)}`
}

/** Seconds to wait after too many attempts; null for any other error. */
export const retryAfterOf = (word: string): number | null => {
  const seconds = /^too_many_attempts-([0-9]{1,6})$/.exec(word)?.[1]
  return seconds === undefined ? null : Number(seconds)
}

const wrong = 'The e-mail address or the password is wrong.'
const flooded = `${wrong} Many wrong passwords were tried for this address lately, so even the right one alone is not enough here for now`

const texts = new Map([
  ['wrong_login', wrong],
  ['CredentialsSignin', wrong],
  ['wrong_login_or_mail', `${flooded}: if it was right, a link to go on with is in your mail.`],
  ['wrong_login_flooded', `${flooded}. Sign in from where you have signed in before, or try again in an hour.`],
  ['link_over', 'This link was used already, or its time is over. Ask for a new one.'],
  ['no_account', 'There is no account here with your e-mail address. Ask an admin of your team for an invitation.'],
  ['email_unverified', 'That provider does not vouch for your e-mail address. Verify it there, and sign in again.'],
  [
    'other_identity',
    'Your account is linked to somebody else at that provider. Sign in in another way, by password or mail, and unlink it under Settings, Security; from then on that provider lets you in.',
  ],
  ['AccessDenied', 'That provider did not let you in.'],
  ['OAuthSignin', 'That provider cannot be reached. Try again in a moment, or sign in in another way.'],
  ['OAuthCallback', 'Signing in with that provider did not work. Try again, or sign in in another way.'],
  ['Callback', 'Signing in with that provider did not work. Try again, or sign in in another way.'],
  ['try_again', 'Two sign-ins came at the same moment. Sign in again.'],
  ['SessionRequired', 'Sign in to see this page.'],
])

/** The sentence for a person. */
export const signInErrorText = (word: string): string => {
  const seconds = retryAfterOf(word)
  if (seconds !== null) {
    const wait = seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`
    return `There were too many attempts to sign in. Try again in ${wait}.`
  }
  const text = texts.get(word)
  if (text !== undefined) return text
  if (word.startsWith('redis_unavailable'))
    return 'Signing in is not possible while Redis is away. Try again in a moment.'
  return 'Signing in did not work, and the fault is ours. The log of this instance says more.'
}
