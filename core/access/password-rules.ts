import { z } from 'zod'
import type { FieldError } from '../errors'

/**
 * By NIST SP 800-63B-4, 3.1.1.2: at least 15 characters, for a password may be all that somebody signs in with; anything
 * that can be typed, no rule about kinds of characters, no expiry; what is easy to guess is refused.
 */
export const leastPasswordLength = 15
/** Beyond it hashing would cost more than it protects. */
const mostPasswordLength = 1000

/** From here on a password withstands guessing: 10^8 tries would not be enough. */
const leastScore = 3

/** How hard a password is to guess: 0 to 4, as zxcvbn counts. */
export interface PasswordStrength {
  score: 0 | 1 | 2 | 3 | 4
  /** What would make it harder; null where nothing needs to. */
  hint: string | null
}

const words = ['very weak', 'weak', 'not strong enough', 'strong', 'very strong'] as const

export const strengthWord = ({ score }: PasswordStrength): string => words[score]

export const isStrongEnough = ({ score }: PasswordStrength): boolean => score >= leastScore

/** Counted as people count: each sign once, whatever it takes in memory. */
const lengthOf = (password: string): number => [...password].length

/** A new password's shape; whether it is easy to guess is for `passwordFaults`. */
export const newPasswordSchema = z
  .string()
  .max(mostPasswordLength, `Use ${mostPasswordLength} characters or less.`)
  .refine(
    (password) => lengthOf(password) >= leastPasswordLength,
    `Use ${leastPasswordLength} characters or more: a few words that do not belong together are easy to remember.`,
  )

/** A new password alone, as a form has it. */
export const newPasswordFields = z.object({ password: newPasswordSchema })

/** What is wrong with a new password of this strength; nothing if it may be used. */
export const passwordFaults = (strength: PasswordStrength, path = 'password'): FieldError[] =>
  isStrongEnough(strength)
    ? []
    : [{ path, message: `This password is easy to guess. ${strength.hint ?? 'Add more words that are less common.'}` }]

/** Shorter parts of a name are in too many other words. */
const leastWord = 3

/**
 * What of a password counts: the words of the person's name and address, and the product's own, are the first that
 * somebody tries, so they are nothing.
 */
export const countedPart = (password: string, personal: readonly string[]): string => {
  const known = ['gapless', ...personal].flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
  const longestFirst = known.filter((word) => word.length >= leastWord).sort((one, other) => other.length - one.length)
  return longestFirst.reduce((rest, word) => without(rest, word), password)
}

const without = (text: string, word: string): string => {
  const at = text.toLowerCase().indexOf(word)
  return at === -1 ? text : without(text.slice(0, at) + text.slice(at + word.length), word)
}
