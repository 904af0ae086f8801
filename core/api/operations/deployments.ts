import { z } from 'zod'
import { failureSchema, proofSchema, startDeploymentSchema, stepSchema } from '../../deployments/schema'
import { deploymentStatuses } from '../../deployments/state'
import { comparisonSchema } from '../../verification/comparison'
import { idParams, noQuery, pageOf, pageQuery, time } from '../common'
import { defineOperation } from '../operation'

const deploymentViewSchema = z.object({
  id: z.string(),
  appId: z.string(),
  appName: z.string(),
  number: z.int(),
  status: z.enum(deploymentStatuses),
  trigger: z.string().describe('api, dashboard, webhook, auto_rollback or cli.'),
  actor: z.object({ type: z.string(), name: z.string() }),
  reason: z.string().nullable(),
  release: z
    .object({ id: z.string(), number: z.int(), image: z.string(), digest: z.string() })
    .nullable()
    .describe('null until the image is known by its digest.'),
  previousReleaseId: z.string().nullable(),
  requestedImage: z.string().nullable(),
  requestedReleaseId: z.string().nullable(),
  steps: z.array(stepSchema),
  queuedAt: time,
  startedAt: time.nullable(),
  liveAt: time.nullable().describe('No new request reaches the old release after it.'),
  finishedAt: time.nullable(),
  proof: proofSchema.nullable(),
  failure: failureSchema.nullable(),
  comparison: comparisonSchema
    .nullable()
    .describe(
      'How the new release compared with the one before while it was verified; null where nothing was compared.',
    ),
})

const releaseViewSchema = z.object({
  id: z.string(),
  number: z.int(),
  image: z.string(),
  digest: z.string(),
  envNames: z.array(z.string()),
  createdAt: time,
  redeployable: z.boolean(),
  whyNot: z.string().nullable(),
})

const tag = 'Deployments'

export const startDeployment = defineOperation({
  operationId: 'startDeployment',
  method: 'post',
  path: '/api/v1/apps/{id}/deployments',
  summary: 'Deploy an image, exactly an earlier release, or the app as it is set now',
  tag,
  access: 'deployment.start',
  params: idParams,
  query: noQuery,
  body: startDeploymentSchema,
  bodyOptional: true,
  success: 202,
  response: deploymentViewSchema,
  problems: [409],
})

export const listDeployments = defineOperation({
  operationId: 'listDeployments',
  method: 'get',
  path: '/api/v1/apps/{id}/deployments',
  summary: 'Deployment history of an app, newest first',
  tag,
  access: 'deployment.read',
  params: idParams,
  query: pageQuery,
  body: null,
  success: 200,
  response: pageOf(deploymentViewSchema),
})

export const getDeployment = defineOperation({
  operationId: 'getDeployment',
  method: 'get',
  path: '/api/v1/deployments/{id}',
  summary: 'One deployment with its steps, proof and failure',
  tag,
  access: 'deployment.read',
  params: idParams,
  query: noQuery,
  body: null,
  success: 200,
  response: deploymentViewSchema,
})

export const cancelDeployment = defineOperation({
  operationId: 'cancelDeployment',
  method: 'post',
  path: '/api/v1/deployments/{id}/cancel',
  summary: 'Stop a deployment; the old version goes on serving',
  tag,
  access: 'deployment.cancel',
  params: idParams,
  query: noQuery,
  body: null,
  success: 202,
  response: deploymentViewSchema,
  problems: [409],
})

export const streamDeploymentEvents = defineOperation({
  operationId: 'streamDeploymentEvents',
  method: 'get',
  path: '/api/v1/deployments/{id}/events',
  summary:
    'Server-sent events step, log, status, traffic and comparison, until the terminal status; resumes by Last-Event-ID',
  tag,
  access: 'deployment.read',
  params: idParams,
  query: z.strictObject({
    lastEventId: z
      .string()
      .regex(/^\d{1,18}$/, 'Use the id of an event.')
      .optional()
      .describe('As the header Last-Event-ID.'),
  }),
  body: null,
  success: 200,
  contentType: 'text/event-stream',
  response: null,
})

export const listReleases = defineOperation({
  operationId: 'listReleases',
  method: 'get',
  path: '/api/v1/apps/{id}/releases',
  summary: 'Releases of an app, newest first',
  tag: 'Releases',
  access: 'release.read',
  params: idParams,
  query: pageQuery,
  body: null,
  success: 200,
  response: pageOf(releaseViewSchema),
})
