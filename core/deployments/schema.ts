import { z } from 'zod'
import { imageReferenceSchema } from '../apps/fields'

const reasonSchema = z
  .string()
  .trim()
  .max(500)
  .regex(/^[^\p{Cc}]*$/u, 'No control characters.')
  .optional()

/** `{image}`: a new release of that image; `{releaseId}`: exactly that release again; `{}`: the app as it is set now. */
export const startDeploymentSchema = z
  .strictObject({
    image: imageReferenceSchema.optional(),
    releaseId: z.string().min(1).max(100).optional(),
    reason: reasonSchema,
  })
  .refine((input) => !(input.image && input.releaseId), {
    path: ['releaseId'],
    message: 'Name an image or a release, not both.',
  })

export const proofSchema = z.object({
  /** Responses to users between starting and the end of draining; our own probes are not among them. */
  requests: z.int(),
  /** 5xx made by the proxy + responses broken off by the app + cut. */
  failed: z.int(),
  /** 5xx made by the app. */
  appErrors: z.int(),
  retried: z.int(),
  /** Connections that were still open when the drain deadline passed: the app was told to stop then. */
  cut: z.int(),
  probes: z.int(),
  probeFailures: z.int(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  complete: z.boolean(),
})
export type Proof = z.infer<typeof proofSchema>

export const failureSchema = z.object({
  step: z.string(),
  code: z.string(),
  message: z.string().describe('The whole explanation in one text.'),
  explanation: z
    .object({
      what: z.string().describe('What happened.'),
      meaning: z.string().describe('What it meant for the users of the app.'),
      next: z.string().describe('What to do next.'),
    })
    .optional()
    .describe('Absent from failures that were stored before it existed.'),
  logs: z.array(z.string()),
})
export type DeploymentFailure = z.infer<typeof failureSchema>

export const stepSchema = z.object({
  name: z.string(),
  status: z.enum(['running', 'done', 'failed', 'skipped']),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  message: z.string().nullable(),
})
export type DeploymentStep = z.infer<typeof stepSchema>
