import { assertMay } from '@/core/access/policy'
import { conflict, notFound } from '@/core/errors'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { hostTarget } from './host-target'

/**
 * Removes a host that no app uses, and its proxies if it can be reached. Throws not_found and conflict (host_in_use).
 */
export const deleteHost: Service<{ hostId: string }, void> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'host.delete')
  const target = await ctx.db.$transaction(async (tx) => {
    const host = await tx.host.findUnique({
      where: { id: input.hostId },
      include: { apps: { select: { app: { select: { name: true } } }, take: 3 } },
    })
    if (!host) throw notFound('host')
    if (host.apps.length > 0) {
      const names = host.apps.map((place) => place.app.name).join(', ')
      throw conflict('host_in_use', `Apps are placed on ${host.name} (${names}); move or delete them first.`)
    }
    await tx.replica.deleteMany({ where: { hostId: host.id, state: 'gone' } })
    await tx.host.delete({ where: { id: host.id } })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'host.delete',
      target: { type: 'host', id: host.id, name: host.name },
    })
    return hostTarget(host, ctx.instance.id, ctx.vault)
  })
  await ctx.traffic.removeProxies(target).catch((error: unknown) => {
    ctx.log.warn({ error: String(error), host: target.id }, 'the proxies of a removed host stay behind')
  })
}
