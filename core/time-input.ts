import type { z } from 'zod'

const end = Date.UTC(10_000, 0)

/**
 * Narrows a day or time that is given from outside to the years that go through everything: Postgres knows no year 0, and
 * from 10000 on JSON has another form for them. Of what is no time nothing is said, for that is said already.
 */
export const inKnownYears = <Schema extends z.ZodType<string>>(schema: Schema): Schema =>
  schema.refine((text) => !(Date.parse(text) < 0 || Date.parse(text) >= end), 'Use a year from 1970 to 9999.')
