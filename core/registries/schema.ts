import { z } from 'zod'
import { nameSchema } from '../apps/fields'

export const registrySchema = z.strictObject({
  name: nameSchema,
  host: z
    .string()
    .max(253)
    .regex(
      /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$/,
      'Use the registry as it stands in image names: ghcr.io, or registry.example.com:5000.',
    ),
  username: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\s:]+$/, 'A user name has no spaces and no colon.'),
  password: z.string().min(1, 'A password or access token is needed.').max(8000),
})
