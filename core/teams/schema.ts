import { z } from 'zod'

const nameSchema = z
  .string()
  .trim()
  .min(1, 'Give it a name.')
  .max(80, 'Use at most 80 characters.')
  .regex(/^[^\p{Cc}]*$/u, 'No control characters.')

export const newTeamSchema = z.strictObject({ name: nameSchema })

/** What may be changed of a team. */
export const teamSchema = z.strictObject({ name: nameSchema, requiresSecondFactor: z.boolean() })

/** How one shows that a team, or an account, is meant to be deleted. */
export const confirmSchema = z.strictObject({ confirm: z.string().max(400) })
