import { assertMay } from '@/core/access/policy'
import { activeStatuses, type Trigger } from '@/core/deployments/state'
import { conflict, invalid, notFound } from '@/core/errors'
import { deploymentChannel, teamChannel } from '@/core/ports/live-events'
import type { Prisma } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context, Service } from '@/services/context'
import { requestKeyOf, sameRequestMs } from '@/services/idempotency/request-key'
import { publishOutbox } from '@/services/outbox/publish-outbox'
import { type DeploymentView, deploymentInclude, deploymentView } from './deployment-view'
import { writeStatusEvent } from './status-event'
import { supersedeQueued } from './supersede-queued'

interface Input {
  appId: string
  image?: string | undefined
  releaseId?: string | undefined
  reason?: string | undefined
  trigger: Trigger
  /** The caller's Idempotency-Key: a deployment that was begun with it within 24 h is the answer, and no other begins. */
  requestKey?: string | null
  /** Written with it: what throws in here keeps the deployment from being queued. The app's row is locked by then. */
  onQueued?: (tx: Prisma.TransactionClient, deployment: { id: string; number: number }) => Promise<void>
}

/**
 * Queues a deployment: of a new image, of exactly an earlier release, or of the app as it is set now. Older queued ones
 * of the app end as superseded. A redeploy of the release that a running deployment is replacing also aborts that one.
 * Throws not_found, conflict (release_retired) and invalid (no image).
 */
export const startDeployment: Service<Input, DeploymentView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'deployment.start')
  const requestKey = input.requestKey ? await requestKeyOf(ctx, input.requestKey) : null
  const begun = await ctx.db
    .$transaction((tx) => queue(tx, ctx, { ...input, requestKey }))
    .catch((error: unknown) => {
      if (error instanceof BegunBefore) return error.deploymentId
      throw error
    })
  if (typeof begun === 'string') return viewOf(ctx, begun)
  const { id, outboxId, touched } = begun
  await publishOutbox(ctx, outboxId)
  for (const other of touched) await ctx.live.publish(deploymentChannel(other), { kind: 'stored', stop: true })
  await ctx.live.publish(teamChannel(ctx.actor.teamId), { kind: 'deployment', appId: input.appId, deploymentId: id })
  return viewOf(ctx, id)
}

const viewOf = async ({ db }: Context, id: string): Promise<DeploymentView> =>
  deploymentView(await db.deployment.findUniqueOrThrow({ where: { id }, include: deploymentInclude }))

/**
 * The same request has begun a deployment: what kept its answer from being kept with it, a database that went away say, is
 * no reason to begin another. Undoes what this one has written.
 */
class BegunBefore extends Error {
  readonly deploymentId: string
  constructor(deploymentId: string) {
    super('begun before')
    this.deploymentId = deploymentId
  }
}

const queue = async (
  tx: Prisma.TransactionClient,
  ctx: Context,
  input: Input,
): Promise<{ id: string; outboxId: string; touched: string[] }> => {
  const found = await tx.app.findFirst({ where: { id: input.appId, deletedAt: null }, select: { id: true } })
  if (!found) throw notFound('app')
  // Counting up locks the app's row: whoever ends a deployment of this app sees this one, or comes before it.
  const app = await tx.app.update({
    where: { id: input.appId },
    data: { nextDeployment: { increment: 1 }, ...(input.image ? { image: input.image } : {}) },
  })
  if (input.requestKey) {
    const queuedAt = { gt: new Date(ctx.clock.now().getTime() - sameRequestMs) }
    const before = await tx.deployment.findFirst({ where: { appId: app.id, requestKey: input.requestKey, queuedAt } })
    if (before) throw new BegunBefore(before.id)
  }
  if (input.releaseId === undefined && app.image === null) {
    throw invalid([{ path: 'image', message: 'The app has no image yet; name the one to deploy.' }])
  }
  if (input.releaseId !== undefined) await assertRedeployable(tx, app.id, input.releaseId)
  const deployment = await tx.deployment.create({
    data: {
      teamId: ctx.actor.teamId,
      appId: app.id,
      number: app.nextDeployment - 1,
      trigger: input.trigger,
      actorType: ctx.actor.type,
      actorId: ctx.actor.id,
      actorName: ctx.actor.name,
      requestKey: input.requestKey ?? null,
      reason: input.reason ?? null,
      requestedImage: input.releaseId === undefined ? app.image : null,
      requestedReleaseId: input.releaseId ?? null,
    },
  })
  await input.onQueued?.(tx, deployment)
  await writeStatusEvent(tx, deployment)
  const superseded = await supersedeQueued(tx, ctx, app.id, deployment.number)
  const aborted = input.releaseId ? await abortIfReplacing(tx, ctx, app.id, input.releaseId, deployment.id) : []
  await recordAuditEvent(tx, ctx.actor, {
    action: 'deployment.start',
    target: { type: 'deployment', id: deployment.id, name: `${app.name} #${deployment.number}` },
    after: { image: deployment.requestedImage, releaseId: deployment.requestedReleaseId, reason: deployment.reason },
  })
  const outbox = await tx.outbox.create({
    data: { teamId: ctx.actor.teamId, topic: 'deploy', payload: { teamId: ctx.actor.teamId, appId: app.id } },
  })
  return { id: deployment.id, outboxId: outbox.id, touched: [...superseded, ...aborted] }
}

const assertRedeployable = async (tx: Prisma.TransactionClient, appId: string, releaseId: string): Promise<void> => {
  const release = await tx.release.findFirst({ where: { id: releaseId, appId } })
  if (!release) throw notFound('release')
  if (release.retiredAt) {
    throw conflict(
      'release_retired',
      `The image of v${release.number} has been cleaned up; choose a newer release.`,
      'releaseId',
    )
  }
}

/** Redeploy pressed while its successor is still on the way means: abort that one, go back. */
const abortIfReplacing = async (
  tx: Prisma.TransactionClient,
  ctx: Context,
  appId: string,
  releaseId: string,
  newId: string,
): Promise<string[]> => {
  const running = await tx.deployment.findMany({
    where: { appId, status: { in: [...activeStatuses] }, previousReleaseId: releaseId, cancelRequestedAt: null },
    select: { id: true },
  })
  await tx.deployment.updateMany({
    where: { id: { in: running.map((one) => one.id) } },
    data: { cancelRequestedAt: ctx.clock.now(), cancelledBy: newId },
  })
  return running.map((one) => one.id)
}
