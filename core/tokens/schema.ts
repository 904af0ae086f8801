import { z } from 'zod'
import { inKnownYears } from '../time-input'

export const tokenRoles = ['owner', 'admin', 'developer', 'viewer', 'metrics'] as const

/** Roles that a token for some apps only may have: the others are about the team as a whole. */
export const scopedRoles: readonly (typeof tokenRoles)[number][] = ['developer', 'viewer']

export const tokenSchema = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1, 'Give it a name, to recognise it by.')
      .max(80)
      .regex(/^[^\p{Cc}]*$/u, 'No control characters.'),
    /** `metrics` may read /api/metrics and nothing else. */
    role: z.enum(tokenRoles),
    expiresAt: inKnownYears(z.iso.datetime({ offset: true })).optional(),
    appIds: z
      .array(z.string().min(1).max(64))
      .min(1, 'Choose at least one app, or leave it out for all of them.')
      .max(200, 'At most 200 apps; leave it out for all of them.')
      .nullish()
      .describe('The only apps that it sees; left out or null: all that its maker does.'),
  })
  .refine(({ role, appIds }) => !appIds || scopedRoles.includes(role), {
    path: ['appIds'],
    message: 'A token for some apps only is of role developer or viewer.',
  })
