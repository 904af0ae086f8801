import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'

/** Forgets a registry login. Releases that exist stay redeployable where their images are present. Throws not_found. */
export const deleteRegistry: Service<{ registryId: string }, void> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'registry.delete')
  await ctx.db.$transaction(async (tx) => {
    const found = await tx.registry.findUnique({ where: { id: input.registryId } })
    if (!found) throw notFound('registry')
    await tx.registry.deleteMany({ where: { id: found.id } })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'registry.delete',
      target: { type: 'registry', id: found.id, name: found.name },
      before: { host: found.host, username: found.username },
    })
  })
}
