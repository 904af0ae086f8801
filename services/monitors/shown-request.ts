import { z } from 'zod'
import type { MonitorRequest } from '@/core/monitors/schema'

/** What of a request is no secret. */
export const shownRequestSchema = z.object({
  headerNames: z.array(z.string()),
  hasBody: z.boolean(),
  auth: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('basic'), username: z.string() }),
      z.object({ type: z.literal('bearer') }),
    ])
    .nullable(),
})
export type ShownRequest = z.infer<typeof shownRequestSchema>

export const shownRequest = ({ headers, body, auth }: MonitorRequest): ShownRequest => ({
  headerNames: Object.keys(headers),
  hasBody: body !== null,
  auth: auth?.type === 'basic' ? { type: 'basic', username: auth.username } : auth && { type: 'bearer' },
})
