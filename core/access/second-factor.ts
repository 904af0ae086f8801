import { z } from 'zod'

/** Crockford's: no letter in it is taken for another. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz'
export const recoveryCodeCount = 10
/** 16 letters of 5 bits: nobody guesses them, so a fast hash is enough. */
export const recoveryCodeBytes = 16

/** What is typed where a second factor is asked for. */
const shownCodeSchema = z.string().trim().min(1, 'Type the code.').max(60, 'No code is that long.')

/** Such a code alone, as a form has it. */
export const shownCodeFields = z.object({ code: shownCodeSchema })

/** What shows that it is the person: their password, or such a code. */
export const confirmFields = z.object({ confirm: z.string().min(1, 'Type your password or a code.').max(1000) })

/** A recovery code of these random bytes, in groups that can be read out: `0k3m-9xqa-…`. */
export const recoveryCodeFrom = (bytes: Uint8Array): string =>
  [...bytes]
    .map((byte) => letters[byte % letters.length] ?? '')
    .join('')
    .replace(/(.{4})(?=.)/g, '$1-')

/** A code without what people add or lose while typing it: spaces, hyphens, capitals. */
const plain = (typed: string): string => typed.toLowerCase().replace(/[\s-]/g, '')

/** What kind of code was typed, in the form that is compared. */
export const readCode = (typed: string): { kind: 'app' | 'recovery'; code: string } => {
  const code = plain(typed)
  return /^\d{6}$/.test(code) ? { kind: 'app', code } : { kind: 'recovery', code }
}
