import { z } from 'zod'

/** What the reconciler did about an app. */
export const repairSchema = z.object({
  at: z.iso.datetime(),
  /** What was amiss, a sentence each. */
  amiss: z.array(z.string()),
  /** Why it could not be put right; null when it was. */
  failure: z.string().nullable(),
})
export type Repair = z.infer<typeof repairSchema>

/** As it is stored; null where there was none. */
export const lastRepair = (stored: unknown): Repair | null => (stored === null ? null : repairSchema.parse(stored))

/** How long a repair that went well is worth telling. */
const toldMs = 24 * 3600_000

/** Whether people should still see it: while it is not right, and for a day after it was put right. */
export const repairIsTold = (repair: Repair, now: Date): boolean =>
  repair.failure !== null || now.getTime() - Date.parse(repair.at) < toldMs
