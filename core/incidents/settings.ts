import { z } from 'zod'

/** What an app does about incidents of its monitors. */
export const incidentSettingsSchema = z.strictObject({
  /** An incident that opens so soon after a deployment went live rolls it back, once; null: never. */
  rollbackWithinMinutes: z
    .int('Use a whole number from 1 to 60.')
    .min(1, 'Use 1 to 60.')
    .max(60, 'Use 1 to 60.')
    .nullable()
    .default(null),
  /** Nobody is told while a deployment runs; then the final state decides. */
  holdWhileDeploying: z.boolean().default(false),
})
export type IncidentSettings = z.output<typeof incidentSettingsSchema>

/** No alert is held for longer, whatever the deployment does. */
export const heldAtMostMs = 10 * 60 * 1000
