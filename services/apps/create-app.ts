import { assertMay } from '@/core/access/policy'
import { type AppDefinition, liveSettingsOf, runSettingsOf } from '@/core/apps/schema'
import { teamChannel } from '@/core/ports/live-events'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { auditedDefinition } from './app-definition'
import type { AppView } from './app-view'
import { assertDomainsFree, assertNameFree, findNamedHosts, freeSlug } from './claims'
import { sealEnv } from './env-seal'
import { getApp } from './get-app'

/**
 * Describes a new app; nothing runs until it is deployed. Throws invalid (unknown host) and conflict (name_taken,
 * domain_taken).
 */
export const createApp: Service<AppDefinition, AppView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'app.create')
  const { teamId } = ctx.actor
  const slug = await freeSlug(ctx, input.name)
  const appId = await ctx.db.$transaction(async (tx) => {
    const hosts = await findNamedHosts(tx, input.hosts)
    await assertNameFree(tx, input.name, null)
    await assertDomainsFree(ctx, input.domains, null)
    const created = await tx.app.create({
      data: {
        teamId,
        name: input.name,
        slug,
        image: input.image ?? null,
        runSettings: runSettingsOf(input),
        liveSettings: liveSettingsOf(input),
        // Sealed for its own id, which is known only now; see below.
        envSealed: '',
        envNames: Object.keys(input.env),
        secretEnv: input.secretEnv,
      },
    })
    await tx.app.update({ where: { id: created.id }, data: { envSealed: sealEnv(ctx.vault, created.id, input.env) } })
    await tx.appHost.createMany({ data: hosts.map((host) => ({ teamId, appId: created.id, hostId: host.id })) })
    await tx.domain.createMany({ data: input.domains.map((name) => ({ teamId, appId: created.id, name })) })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'app.create',
      target: { type: 'app', id: created.id, name: created.name },
      after: auditedDefinition(input),
    })
    return created.id
  })
  await ctx.live.publish(teamChannel(teamId), { kind: 'app', appId })
  return getApp({ ctx, input: { appId } })
}
