import type { z } from 'zod'
import { type FieldError, invalid } from './errors'

const join = (path: readonly PropertyKey[]): string => path.map(String).join('.')

/** Zod's issues as fields: an unknown field is named itself, and of a union the branch that fits best is told. */
export const fieldErrors = (issues: readonly z.core.$ZodIssue[], base: readonly PropertyKey[] = []): FieldError[] =>
  issues.flatMap((issue) => {
    const path = [...base, ...issue.path]
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: join([...path, key]), message: 'There is no such field.' }))
    }
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const [nearest = []] = [...issue.errors].sort((one, other) => one.length - other.length)
      return fieldErrors(nearest, path)
    }
    if (issue.code === 'invalid_key' && issue.issues.length > 0) {
      return issue.issues.map((inner) => ({ path: join(path), message: inner.message }))
    }
    return [{ path: join(path), message: issue.message }]
  })

/** The value as the schema gives it. Throws invalid, naming every field that was wrong. */
export const parseValues = <Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> => {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw invalid(fieldErrors(parsed.error.issues))
}
