import { z } from 'zod'
import { cursorSchema } from './cursor'

export const noParams = z.object({})
export const noQuery = z.strictObject({})

/** Ids are opaque to callers; what cannot be one is simply not found. */
export const idParams = z.object({
  id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .describe('Id as the API gave it.'),
})

/** A JSON Merge Patch is merged into the thing as it stands and only then checked: a part of it is no whole. */
export const mergePatchBody = z.record(z.string(), z.unknown())

export const pageQuery = z.strictObject({
  limit: z.coerce
    .number('Use a whole number from 1 to 200.')
    .int('Use a whole number from 1 to 200.')
    .min(1, 'Use 1 to 200.')
    .max(200, 'Use 1 to 200.')
    .default(50)
    .describe('How many at most.'),
  cursor: cursorSchema.optional().describe('The `nextCursor` of the page before.'),
})

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable().describe('null on the last page.') })

export const time = z.iso.datetime().describe('ISO 8601, UTC.')

/** Every error answer, as application/problem+json (RFC 9457). */
export const problemSchema = z.object({
  type: z.string().describe('`about:blank`: `code` tells problems apart.'),
  title: z.string(),
  status: z.int(),
  code: z.string().describe('Stable and machine-readable.'),
  detail: z.string().describe('A sentence for people.'),
  errors: z
    .array(z.object({ path: z.string().describe('Such as `healthCheck.path`.'), message: z.string() }))
    .describe('The values that were wrong; empty where none was.'),
})

export type Problem = z.infer<typeof problemSchema>
