import { GaplessError } from '@/core/errors'
import type { Prisma } from '@/prisma/generated/client'
import type { Service } from '@/services/context'
import { beginRollback } from './begin-rollback'
import { writeIncidentEvent } from './write-event'

/**
 * Goes back because an incident opened soon after a deployment, as the app's setting has it: only where the monitor was
 * up before that deployment, which was not itself such a way back, and only once. Why not is written into the incident.
 * That it is asked for is an outbox row, which ends with what came of it; without one there is nothing to do.
 */
export const rollBackByItself: Service<{ incidentId: string }, void> = async ({ ctx, input }) => {
  // Read first: what is asked for while this runs, of an incident that opens again, is still asked for afterwards.
  const asked = await ctx.db.outbox.findMany({
    where: {
      topic: 'roll-back-incident',
      publishedAt: null,
      payload: { path: ['incidentId'], equals: input.incidentId },
    },
    select: { id: true },
  })
  if (asked.length === 0) return
  const end = async (tx: Prisma.TransactionClient): Promise<boolean> => {
    const { count } = await tx.outbox.updateMany({
      where: { id: { in: asked.map(({ id }) => id) }, publishedAt: null },
      data: { publishedAt: ctx.clock.now() },
    })
    return count > 0
  }
  const incident = await ctx.db.incident.findUnique({
    where: { id: input.incidentId },
    include: { monitor: { select: { id: true, name: true } } },
  })
  if (!incident || incident.status === 'resolved' || incident.rollbackId !== null) return void (await end(ctx.db))
  const refuse = (why: string): Promise<void> =>
    ctx.db.$transaction(async (tx) => {
      if (!(await end(tx))) return
      await writeIncidentEvent(tx, incident, ctx.clock.now(), { type: 'rollback_refused', data: { why } })
    })
  const why = await whyNotByItself(ctx.db, incident)
  if (why !== null) return refuse(why)
  try {
    await beginRollback(ctx, incident, 'auto_rollback', async (tx) => void (await end(tx)))
  } catch (error) {
    if (!(error instanceof GaplessError)) throw error
    await refuse(error.message)
  }
}

type Ctx = Parameters<typeof rollBackByItself>[0]['ctx']

const whyNotByItself = async (
  db: Ctx['db'],
  { monitor, deploymentId }: { monitor: { id: string }; deploymentId: string | null },
): Promise<string | null> => {
  const deployment = await db.deployment.findUnique({ where: { id: deploymentId ?? '' } })
  if (!deployment) return 'the deployment is gone.'
  if (deployment.trigger === 'auto_rollback') return 'that deployment was itself a way back.'
  const before = await db.monitorPeriod.findFirst({
    where: { monitorId: monitor.id, from: { lte: deployment.queuedAt } },
    orderBy: { from: 'desc' },
  })
  if (before?.state === 'up' || before?.state === 'degraded') return null
  return 'the monitor was not up before that deployment.'
}
