import { z } from 'zod'
import { failureSchema, proofSchema } from '../deployments/schema'
import { deploymentStatuses } from '../deployments/state'
import { comparisonSchema } from '../verification/comparison'

/** What a deployment tells while it happens. `step`, `log` and `status` are stored and can be resumed. */
export const logEventSchema = z.object({
  at: z.iso.datetime(),
  /** Container's number, or null for the platform's own lines. */
  replica: z.int().nullable(),
  stream: z.enum(['stdout', 'stderr', 'platform']),
  line: z.string(),
})
export const statusEventSchema = z.object({
  status: z.enum(deploymentStatuses),
  liveAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  proof: proofSchema.nullable(),
  failure: failureSchema.nullable(),
  /** Not in events of before there was one. */
  comparison: comparisonSchema.nullish(),
})
/** Not stored: where traffic goes this second. */
export const trafficEventSchema = z.object({
  at: z.iso.datetime(),
  requests: z.int(),
  failed: z.int(),
  appErrors: z.int(),
  /** Requests in progress on the old and on the new replicas. */
  oldInFlight: z.int(),
  newInFlight: z.int(),
  /** Which release new requests go to. */
  routed: z.enum(['old', 'new', 'none']),
  p95Ms: z.number().nullable(),
})

export type LogEvent = z.infer<typeof logEventSchema>
export type StatusEvent = z.infer<typeof statusEventSchema>
export type TrafficEvent = z.infer<typeof trafficEventSchema>
