import { z } from 'zod'
import { roles } from '../access/actor'
import { newPasswordSchema } from '../access/password-rules'

const appIdsSchema = z
  .array(z.string().max(64, 'There is no such app.'))
  .min(1, 'Name at least one app, or use null for all of them.')
  .max(1000, 'Name at most 1000 apps.')
  .nullable()
  .default(null)

export const roleSchema = z.enum(roles, `Use ${roles.join(', ')}.`)

/** What may be changed of a member. `appIds`: the apps that they see; null is all of the team's. */
export const memberSchema = z.strictObject({ role: roleSchema, appIds: appIdsSchema })

/** Whom to let in, as what. */
export const invitationSchema = z.strictObject({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .max(320, 'That is longer than any address.')
    .pipe(z.email('Use an e-mail address such as ada@example.com.')),
  role: roleSchema,
  appIds: appIdsSchema,
})

/** What a person says of themselves. */
export const personSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'Say what others are to call you.')
    .max(80, 'Use at most 80 characters.')
    .regex(/^[^\p{Cc}]*$/u, 'No control characters.'),
})

/** What somebody without an account tells us as they accept an invitation. */
export const newAccountSchema = personSchema.extend({ password: newPasswordSchema })
