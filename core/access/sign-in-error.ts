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

/** The sentence for a person. */
export const signInErrorText = (word: string): string => {
  const seconds = retryAfterOf(word)
  if (seconds !== null) {
    const wait = seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`
    return `There were too many attempts to sign in. Try again in ${wait}.`
  }
  if (word === 'wrong_login' || word === 'CredentialsSignin') return 'The e-mail address or the password is wrong.'
  if (word.startsWith('redis_unavailable'))
    return 'Signing in is not possible while Redis is away. Try again in a moment.'
  if (word === 'SessionRequired') return 'Sign in to see this page.'
  return 'Signing in did not work, and the fault is ours. The log of this instance says more.'
}
