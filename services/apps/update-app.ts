import { assertMay } from '@/core/access/policy'
import { patchApp } from '@/core/apps/patch'
import { type AppDefinition, liveSettingsOf, runSettingsOf } from '@/core/apps/schema'
import { conflict, notFound } from '@/core/errors'
import { teamChannel } from '@/core/ports/live-events'
import type { AppHost, Prisma } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context, Service } from '@/services/context'
import { publishOutbox } from '@/services/outbox/publish-outbox'
import { auditedDefinition, definitionOf } from './app-definition'
import type { AppView } from './app-view'
import { assertDomainsFree, assertNameFree, findNamedHosts } from './claims'
import { sealEnv } from './env-seal'
import { getApp } from './get-app'

/**
 * Changes an app by JSON Merge Patch. Domains and live settings apply at once, the rest with the next new release.
 * Throws not_found, invalid, and conflict (name_taken, domain_taken, host_in_use).
 */
export const updateApp: Service<{ appId: string; patch: Record<string, unknown> }, AppView> = async ({
  ctx,
  input,
}) => {
  assertMay(ctx.actor, 'app.update')
  const outboxId = await ctx.db.$transaction((tx) => change(tx, ctx, input.appId, input.patch))
  if (outboxId !== null) await publishOutbox(ctx, outboxId)
  await ctx.live.publish(teamChannel(ctx.actor.teamId), { kind: 'app', appId: input.appId })
  return getApp({ ctx, input: { appId: input.appId } })
}

const change = async (
  tx: Prisma.TransactionClient,
  ctx: Context,
  appId: string,
  patch: Record<string, unknown>,
): Promise<string | null> => {
  // Writing first locks the row: two patches at once are applied one after the other.
  const locked = await tx.app.updateMany({
    where: { id: appId, deletedAt: null },
    data: { updatedAt: ctx.clock.now() },
  })
  if (locked.count === 0) throw notFound('app')
  const app = await tx.app.findUniqueOrThrow({
    where: { id: appId },
    include: { domains: { orderBy: { name: 'asc' } }, hosts: { include: { host: true }, orderBy: { id: 'asc' } } },
  })
  const before = definitionOf(ctx, app)
  const after = patchApp(before, patch)
  await assertNameFree(tx, after.name, appId)
  await tx.app.update({
    where: { id: appId },
    data: {
      name: after.name,
      image: after.image ?? null,
      runSettings: runSettingsOf(after),
      liveSettings: liveSettingsOf(after),
      envSealed: sealEnv(ctx.vault, appId, after.env),
      envNames: Object.keys(after.env),
      secretEnv: after.secretEnv,
    },
  })
  await moveHosts(tx, ctx, appId, app.hosts, after.hosts)
  const touched = await changeDomains(tx, ctx, appId, before, after)
  await recordAuditEvent(tx, ctx.actor, {
    action: 'app.update',
    target: { type: 'app', id: appId, name: after.name },
    before: auditedDefinition(before),
    after: auditedDefinition(after),
  })
  if (touched.length === 0 || app.hosts.every((place) => place.proxyKey === null)) return null
  const { teamId } = ctx.actor
  const payload = { teamId, appId, domains: touched }
  return (await tx.outbox.create({ data: { teamId, topic: 'sync-domains', payload } })).id
}

/** Returns the domains that were added or taken away. */
const changeDomains = async (
  tx: Prisma.TransactionClient,
  ctx: Context,
  appId: string,
  before: AppDefinition,
  after: AppDefinition,
): Promise<string[]> => {
  const added = after.domains.filter((name) => !before.domains.includes(name))
  const removed = before.domains.filter((name) => !after.domains.includes(name))
  await assertDomainsFree(ctx, added, appId)
  await tx.domain.deleteMany({ where: { appId, name: { in: removed } } })
  await tx.domain.createMany({ data: added.map((name) => ({ teamId: ctx.actor.teamId, appId, name })) })
  return [...added, ...removed]
}

/** A host on which the app has run keeps its replicas and its place in the proxies, so it cannot simply be left out. */
const moveHosts = async (
  tx: Prisma.TransactionClient,
  ctx: Context,
  appId: string,
  places: readonly (AppHost & { host: { name: string } })[],
  names: readonly string[],
): Promise<void> => {
  const hosts = await findNamedHosts(tx, names)
  const left = places.filter((place) => !hosts.some((host) => host.id === place.hostId))
  const inUse = left.find((place) => place.proxyKey !== null)
  if (inUse) {
    throw conflict(
      'host_in_use',
      `The app has been deployed on ${inUse.host.name} and cannot be taken off it; create a new app elsewhere and delete this one.`,
      'hosts',
    )
  }
  await tx.appHost.deleteMany({ where: { id: { in: left.map((place) => place.id) } } })
  await tx.appHost.createMany({
    data: hosts
      .filter((host) => !places.some((place) => place.hostId === host.id))
      .map((host) => ({ teamId: ctx.actor.teamId, appId, hostId: host.id })),
  })
}
