import { z } from 'zod'
import { emailSchema } from '../channels/schema'
import type { AttemptLimit } from '../ports/attempts'

/** What the form sends. Case makes no difference to where a mail goes. */
export const subscriptionSchema = z.object({
  email: z
    .string()
    .trim()
    .transform((text) => text.toLowerCase())
    .pipe(emailSchema),
})

const hour = 60 * 60

/** What keeps the form from being used to trouble others. `caller`, `address` and `page` mean nothing to a reader. */
export const subscriptionLimits = (caller: string, page: string): AttemptLimit[] => [
  { name: `status:caller:${caller}`, most: 10, seconds: hour },
  { name: `status:page:${page}`, most: 300, seconds: hour },
]

/** Mails to one address, whoever asks for them. Reaching it is not told: it would say that the address was given before. */
export const addressLimits = (address: string, page: string): AttemptLimit[] => [
  { name: `status:address:${page}:${address}`, most: 3, seconds: 24 * hour },
  { name: `status:address:${address}`, most: 10, seconds: 24 * hour },
]

/** Whoever has not confirmed by then is forgotten. */
export const unconfirmedMs = 7 * 24 * hour * 1000
