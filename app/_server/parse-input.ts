import type { z } from 'zod'
import { type FieldError, invalid } from '@/core/errors'
import { fieldErrors } from '@/core/validation'

const maxErrors = 100

/** The value as the schema gives it. Throws invalid with every field that was wrong. */
export const parseRequest = <Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> => {
  const unstorable = unstorableFields(value)
  if (unstorable.length > 0) throw invalid(unstorable)
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw invalid(fieldErrors(parsed.error.issues).slice(0, maxErrors).map(shortened))
}

/** A caller's own field name may be a megabyte long; the answer need not repeat that. */
const shortened = ({ path, message }: FieldError): FieldError => ({ path: path.slice(0, 300), message })

/** Query parameters as an object. Throws invalid for one that is given twice. */
export const queryOf = (url: URL): Record<string, string> => {
  const values = new Map<string, string>()
  for (const [name, value] of url.searchParams) {
    if (values.has(name)) throw invalid([shortened({ path: name, message: 'Give it once only.' })])
    values.set(name, value)
  }
  return Object.fromEntries(values)
}

/** Text that Postgres or Docker would refuse or change, wherever it stands: NUL, half a surrogate pair, `__proto__`. */
const unstorableFields = (root: unknown): FieldError[] => {
  const found: FieldError[] = []
  const visit = (value: unknown, path: string): void => {
    if (found.length >= maxErrors) return
    const problem = unstorable(value)
    if (problem) found.push(shortened({ path, message: problem }))
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      const innerPath = path === '' ? key : `${path}.${key}`
      const keyProblem = key === '__proto__' ? 'There is no such field.' : unstorable(key)
      if (keyProblem) found.push(shortened({ path: innerPath, message: keyProblem }))
      visit(inner, innerPath)
    }
  }
  visit(root, '')
  return found
}

const unstorable = (value: unknown): string | null => {
  if (typeof value !== 'string') return null
  if (value.includes('\0')) return 'It must not contain NUL.'
  return /\p{Surrogate}/u.test(value) ? 'It is not valid Unicode.' : null
}
