import {
  type DeploymentFailure,
  type DeploymentStep,
  failureSchema,
  type Proof,
  proofSchema,
} from '@/core/deployments/schema'
import type { DeploymentStatus } from '@/core/deployments/state'
import { type Comparison, comparisonSchema } from '@/core/verification/comparison'
import type { Deployment, Prisma, Release, DeploymentStep as StepRow } from '@/prisma/generated/client'

/** A deployment as the API and the dashboard show it. */
export interface DeploymentView {
  id: string
  appId: string
  appName: string
  number: number
  status: DeploymentStatus
  trigger: string
  actor: { type: string; name: string }
  reason: string | null
  release: { id: string; number: number; image: string; digest: string } | null
  previousReleaseId: string | null
  requestedImage: string | null
  requestedReleaseId: string | null
  steps: DeploymentStep[]
  queuedAt: string
  startedAt: string | null
  liveAt: string | null
  finishedAt: string | null
  proof: Proof | null
  failure: DeploymentFailure | null
  comparison: Comparison | null
}

/** What the view needs beside the row itself: one query. */
export const deploymentInclude = {
  release: { select: { id: true, number: true, image: true, digest: true } },
  steps: { orderBy: { position: 'asc' } },
  app: { select: { name: true } },
} satisfies Prisma.DeploymentInclude

type Row = Deployment & {
  release: Pick<Release, 'id' | 'number' | 'image' | 'digest'> | null
  steps: StepRow[]
  app: { name: string }
}

const iso = (date: Date | null): string | null => date?.toISOString() ?? null

export const stepView = (step: StepRow): DeploymentStep => ({
  name: step.name,
  status: step.status as DeploymentStep['status'],
  startedAt: step.startedAt.toISOString(),
  finishedAt: iso(step.finishedAt),
  message: step.message,
})

export const deploymentView = (row: Row): DeploymentView => ({
  id: row.id,
  appId: row.appId,
  appName: row.app.name,
  number: row.number,
  status: row.status,
  trigger: row.trigger,
  actor: { type: row.actorType, name: row.actorName },
  reason: row.reason,
  release: row.release,
  previousReleaseId: row.previousReleaseId,
  requestedImage: row.requestedImage,
  requestedReleaseId: row.requestedReleaseId,
  steps: row.steps.map(stepView),
  queuedAt: row.queuedAt.toISOString(),
  startedAt: iso(row.startedAt),
  liveAt: iso(row.liveAt),
  finishedAt: iso(row.finishedAt),
  proof: row.proof === null ? null : proofSchema.parse(row.proof),
  failure: row.failure === null ? null : failureSchema.parse(row.failure),
  comparison: row.comparison === null ? null : comparisonSchema.parse(row.comparison),
})
