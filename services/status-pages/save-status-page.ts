import { assertMay } from '@/core/access/policy'
import { conflict, invalid } from '@/core/errors'
import { teamChannel } from '@/core/ports/live-events'
import type { StatusPageDefinition } from '@/core/status-pages/schema'
import type { Prisma } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { isUniqueViolation } from '@/services/unique-violation'
import { pageInclude, pageView, type StatusPageView } from './page-view'

/** Makes the team's status page what is given, the first one or in place of what it was. Throws invalid and conflict. */
export const saveStatusPage: Service<StatusPageDefinition, StatusPageView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'status_page.update')
  const { teamId } = ctx.actor
  const { monitors, ...page } = input
  const row = await ctx.db
    .$transaction(async (tx) => {
      await assertKnown(tx, monitors)
      const before = await tx.statusPage.findUnique({ where: { teamId }, include: pageInclude })
      const { id } = before
        ? await tx.statusPage.update({ where: { teamId }, data: page })
        : await tx.statusPage.create({ data: { teamId, ...page } })
      await tx.statusPageMonitor.deleteMany({ where: { pageId: id } })
      await tx.statusPageMonitor.createMany({
        data: monitors.map((monitor, position) => ({ teamId, pageId: id, position, ...monitor })),
      })
      await recordAuditEvent(tx, ctx.actor, {
        action: 'status_page.update',
        target: { type: 'status_page', id, name: page.title },
        ...(before ? { before: auditedPage(before) } : {}),
        after: input,
      })
      return tx.statusPage.findUniqueOrThrow({ where: { id }, include: pageInclude })
    })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? conflict('slug_taken', 'This address is taken already.', 'slug') : error
    })
  await ctx.live.publish(teamChannel(teamId), { kind: 'status_page' })
  return pageView(ctx, row)
}

const assertKnown = async (tx: Prisma.TransactionClient, monitors: StatusPageDefinition['monitors']): Promise<void> => {
  const known = await tx.monitor.findMany({
    where: { id: { in: monitors.map(({ monitorId }) => monitorId) } },
    select: { id: true },
  })
  const ids = new Set(known.map(({ id }) => id))
  const unknown = monitors.flatMap(({ monitorId }, index) => (ids.has(monitorId) ? [] : index))
  if (unknown.length === 0) return
  throw invalid(unknown.map((index) => ({ path: `monitors.${index}.monitorId`, message: 'There is no such monitor.' })))
}

/** The page as it was, in the form in which a new one is given. */
const auditedPage = (row: Prisma.StatusPageGetPayload<{ include: typeof pageInclude }>): Prisma.InputJsonObject => ({
  slug: row.slug,
  title: row.title,
  description: row.description,
  enabled: row.enabled,
  monitors: row.monitors.map(({ monitorId, label }) => ({ monitorId, label })),
})
