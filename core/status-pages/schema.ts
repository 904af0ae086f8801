import { z } from 'zod'

const line = (what: string, most: number) =>
  z
    .string()
    .trim()
    .min(1, `Give it ${what}.`)
    .max(most, `At most ${most} characters.`)
    .regex(/^[^\p{Cc}]*$/u, 'No control characters.')

export const slugSchema = z
  .string()
  .max(50, 'At most 50 characters.')
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])$/, 'Use at least two small letters, digits and hyphens, no hyphen at the ends.')

/** A team's public status page as people write it. */
export const statusPageSchema = z.strictObject({
  slug: slugSchema.describe('Its address: /status/<slug>.'),
  title: line('a title', 80),
  description: z
    .string()
    .trim()
    .max(500, 'At most 500 characters.')
    .regex(/^[^\p{Cc}]*$/u, 'No control characters.')
    .nullable()
    .default(null)
    .transform((text) => (text === '' ? null : text)),
  enabled: z.boolean().default(false).describe('Whether anybody can see it.'),
  monitors: z
    .array(
      z.strictObject({
        monitorId: z.string().max(64),
        label: line('a name', 80).describe('What visitors read instead of the monitor’s own name.'),
      }),
    )
    .max(100, 'At most 100 monitors.')
    .refine((monitors) => new Set(monitors.map(({ monitorId }) => monitorId)).size === monitors.length, {
      message: 'Each monitor once.',
    })
    .describe('In the order in which visitors see them.'),
})
export type StatusPageDefinition = z.output<typeof statusPageSchema>
