import { z } from 'zod'
import { imageReferenceSchema } from '../apps/fields'

export const hookSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'Give it a name: it stands in the history as who deployed.')
    .max(80, 'A name has at most 80 characters.')
    .regex(/^[^\p{Cc}]*$/u, 'No control characters.'),
})

/** What a sender may say beside that it is time to deploy. */
export const hookBodySchema = z.strictObject({
  image: imageReferenceSchema.optional().describe("Becomes the app's image; left out: the one it has."),
})

/** How many an app may have. */
export const mostHooks = 20

/** Room for the largest event that a forge sends with some care; ours are far smaller. */
export const mostHookBytes = 64 * 1024

/** How far a sender's clock may be off, and how long a signed request that somebody else got hold of is good for. */
export const toleranceSeconds = 5 * 60

/** For so long a delivery that comes again is known. */
export const keptDays = 30
