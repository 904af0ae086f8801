import { z } from 'zod'
import type { ProxyState } from '@/core/ports/traffic'

const schema: z.ZodType<ProxyState[]> = z.array(
  z.object({
    name: z.string(),
    running: z.boolean(),
    version: z.string().nullable(),
    startedAt: z.string().nullable(),
    oldWorkers: z.number(),
  }),
)

/** A host's proxies as they are kept of the last look; null before the first. */
export const knownProxies = (kept: unknown): ProxyState[] | null => (kept === null ? null : schema.parse(kept))
