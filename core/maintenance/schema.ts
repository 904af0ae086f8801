import { z } from 'zod'
import { inKnownYears } from '../time-input'

const common = {
  name: z
    .string()
    .trim()
    .min(1, 'Give it a name.')
    .max(100, 'A name has at most 100 characters.')
    .regex(/^[^\p{Cc}]*$/u, 'A name has no control characters.')
    .default('Maintenance'),
  monitorIds: z
    .array(z.string().max(64))
    .min(1, 'Choose at least one monitor.')
    .max(1000, 'At most 1,000 monitors.')
    .transform((ids) => [...new Set(ids)]),
}

const timeSchema = inKnownYears(z.iso.datetime({ offset: true, error: 'Use a date and a time.' }))

export const onceSchema = z
  .strictObject({ ...common, startsAt: timeSchema, endsAt: timeSchema })
  // Of what is no time it is said already.
  .refine((window) => !(Date.parse(window.endsAt) <= Date.parse(window.startsAt)), {
    path: ['endsAt'],
    message: 'It ends after it has begun.',
  })

export const recurringSchema = z.strictObject({
  ...common,
  cron: z.string().trim().min(1, 'Say when, as cron has it.').max(200),
  timezone: z.string().min(1).max(100).default('UTC'),
  durationMinutes: z
    .int('Use a whole number of minutes.')
    .min(1, 'Use at least one minute.')
    .max(10_080, 'At most a week: 10,080 minutes.'),
})

/** Times in which failures are expected: once, or again and again. */
export const maintenanceWindowSchema = z.union([onceSchema, recurringSchema])
export type MaintenanceWindowInput = z.output<typeof maintenanceWindowSchema>
