import { z } from 'zod'

const countedSchema = z.object({ requests: z.number(), bad: z.number() })

const verdictSchema = z
  .enum(['no_difference', 'worse', 'too_little_to_tell', 'nothing_to_compare'])
  .describe(
    'too_little_to_tell: few requests, or little time; nothing_to_compare: too few requests to the old release.',
  )

const measureSchema = z.object({
  old: countedSchema,
  new: countedSchema,
  verdict: verdictSchema,
})
export type Measure = z.infer<typeof measureSchema>

const latencySchema = measureSchema.extend({
  slowerThanMs: z
    .number()
    .nullable()
    .describe('bad: took longer than this until the first byte; null without a bound.'),
})
export type LatencyMeasure = z.infer<typeof latencySchema>

/** What verification compared; a part is null where the app's settings leave it out. */
export const comparisonSchema = z.object({
  errors: measureSchema.nullable().describe('bad: answered with 5xx or broken off.'),
  latency: latencySchema.nullable(),
})
export type Comparison = z.infer<typeof comparisonSchema>
