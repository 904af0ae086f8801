import type { z } from 'zod'
import type { FieldError } from '../errors'
import { fieldErrors } from '../validation'

/** The field errors of a value, in words for whoever types it; none for one that the schema takes. */
export const validateWith = (schema: z.ZodType, value: unknown): FieldError[] => {
  const parsed = schema.safeParse(value)
  if (parsed.success) return []
  return fieldErrors(parsed.error.issues).map(({ path, message }) => ({ path, message: inPlainWords(message) }))
}

/** Schemas say most things in their own words; what is left are zod's about numbers and lengths. */
const inPlainWords = (message: string): string => {
  if (/^Invalid input: expected (number|int)/.test(message)) return 'Use a number.'
  if (/^Invalid input: expected array/.test(message) || /^Too small: expected array/.test(message))
    return 'Name at least one.'
  const [, , atLeast] = /^Too small: expected (number|int) to be (?:>=|>)\s*([\d.]+)/.exec(message) ?? []
  if (atLeast) return `Use ${atLeast} or more.`
  const [, , atMost] = /^Too big: expected (number|int) to be (?:<=|<)\s*([\d.]+)/.exec(message) ?? []
  if (atMost) return `Use ${atMost} or less.`
  if (/^Too small: expected string/.test(message)) return 'Fill this in.'
  if (/^Invalid input: expected int/.test(message)) return 'Use a whole number.'
  return message
}
