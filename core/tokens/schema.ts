import { z } from 'zod'

export const tokenRoles = ['owner', 'admin', 'developer', 'viewer', 'metrics'] as const

export const tokenSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'Give it a name, to recognise it by.')
    .max(80)
    .regex(/^[^\p{Cc}]*$/u, 'No control characters.'),
  /** `metrics` may read /api/metrics and nothing else. */
  role: z.enum(tokenRoles),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
})
