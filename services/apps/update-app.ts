import { assertMay } from '@/core/access/policy'
import { mergePatch } from '@/core/apps/merge-patch'
import { type AppDefinition, appSchema, liveSettingsOf, runSettingsOf } from '@/core/apps/schema'
import { conflict, invalid, notFound } from '@/core/errors'
import { teamChannel } from '@/core/ports/live-events'
import { parseValues } from '@/core/validation'
import type { Prisma } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context, Service } from '@/services/context'
import { publishOutbox } from '@/services/outbox/publish-outbox'
import { isUniqueViolation } from '@/services/unique-violation'
import { appConflict } from './app-conflict'
import { type AppRow, appInclude, definitionOf } from './app-row'
import { type AppView, appViews } from './app-view'
import { assertDomains } from './assert-domains'
import { auditedApp } from './audited-app'
import { openEnv, sealEnv } from './env-seal'
import { resolveHosts } from './resolve-hosts'

type Tx = Prisma.TransactionClient
type Patch = Record<string, unknown>

/**
 * Changes an app by a JSON merge patch on its definition. Domains follow at once; what a release is made of counts from
 * the next deployment. Throws not_found, invalid, and conflict (domain_taken, name_taken, host_in_use).
 */
export const updateApp: Service<{ appId: string; patch: Patch }, AppView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'app.update')
  const wanted = { name: '', domains: [] as string[] }
  const outboxId = await ctx.db
    .$transaction(async (tx) => {
      // Changing the row locks it: a patch applies to what the one before it left.
      const locked = await tx.app.updateMany({
        where: { id: input.appId, deletedAt: null },
        data: { updatedAt: ctx.clock.now() },
      })
      if (locked.count === 0) throw notFound('app')
      const row = await tx.app.findUniqueOrThrow({ where: { id: input.appId }, include: appInclude })
      const env = openEnv(ctx.vault, row.id, row.envSealed)
      const before = { ...definitionOf(row), env }
      const after = patched(before, input.patch)
      Object.assign(wanted, { name: after.name, domains: after.domains })
      const current = parseValues(appSchema, before)
      await assertDomains(ctx, after, current)
      return write(tx, ctx, row, { before: current, after })
    })
    .catch(async (error: unknown) => {
      if (!isUniqueViolation(error)) throw error
      throw (await appConflict(ctx, { id: input.appId, ...wanted })) ?? error
    })
  if (outboxId !== null) await publishOutbox(ctx, outboxId)
  await ctx.live.publish(teamChannel(ctx.actor.teamId), { kind: 'app', appId: input.appId })
  const row = await ctx.db.app.findUniqueOrThrow({ where: { id: input.appId }, include: appInclude })
  const [view] = await appViews(ctx, [row])
  if (!view) throw notFound('app')
  return view
}

interface Before {
  env: Record<string, string>
  secretEnv: string[]
}

/** The definition as the patch leaves it. A name that goes from env goes from secretEnv too. */
const patched = (before: Before, patch: Patch): AppDefinition => {
  const merged = mergePatch(before, patch)
  const env: unknown = Reflect.get(Object(merged), 'env') ?? {}
  const kept = before.secretEnv.filter((name) => Object.hasOwn(Object(env), name))
  const after = parseValues(appSchema, mergePatch(merged, 'secretEnv' in patch ? {} : { secretEnv: kept }))
  assertNothingUncovered(before, after)
  return after
}

/** A secret is write-only for good: taking the mark away must not show the value. */
const assertNothingUncovered = (before: Before, after: AppDefinition): void => {
  const uncovered = before.secretEnv.filter(
    (name) => !after.secretEnv.includes(name) && name in after.env && after.env[name] === before.env[name],
  )
  if (uncovered.length === 0) return
  throw invalid([
    { path: 'secretEnv', message: `To make ${uncovered.join(', ')} readable, set a new value in the same change.` },
  ])
}

const write = async (
  tx: Tx,
  ctx: Context,
  row: AppRow,
  { before, after }: { before: AppDefinition; after: AppDefinition },
): Promise<string | null> => {
  await moveHosts(tx, ctx, row, after.hosts)
  const changed = await moveDomains(tx, ctx, row, after.domains)
  await tx.app.update({
    where: { id: row.id },
    data: {
      name: after.name,
      image: after.image ?? null,
      runSettings: runSettingsOf(after),
      liveSettings: liveSettingsOf(after),
      envSealed: sealEnv(ctx.vault, row.id, after.env),
      envNames: Object.keys(after.env),
      secretEnv: after.secretEnv,
    },
  })
  await recordAuditEvent(tx, ctx.actor, {
    action: 'app.update',
    target: { type: 'app', id: row.id, name: after.name },
    before: auditedApp(before),
    after: { ...auditedApp(after), envChanged: changedEnv(before.env, after.env) },
  })
  if (changed.length === 0 && before.httpsRedirect === after.httpsRedirect) return null
  const payload = { teamId: row.teamId, appId: row.id }
  return (await tx.outbox.create({ data: { teamId: row.teamId, topic: 'sync-domains', payload } })).id
}

/** Names whose values are others now: what the values are is nobody's to read here. */
const changedEnv = (before: Record<string, string>, after: Record<string, string>): string[] =>
  Object.keys(after).filter((name) => Object.hasOwn(before, name) && before[name] !== after[name])

/** Returns the domains that came or went. */
const moveDomains = async (tx: Tx, ctx: Context, row: AppRow, wanted: readonly string[]): Promise<string[]> => {
  const current = row.domains.map((domain) => domain.name)
  const added = wanted.filter((name) => !current.includes(name))
  const removed = current.filter((name) => !wanted.includes(name))
  await tx.domain.deleteMany({ where: { appId: row.id, name: { in: removed } } })
  for (const [position, name] of wanted.entries()) {
    if (added.includes(name)) {
      await tx.domain.create({ data: { teamId: ctx.actor.teamId, appId: row.id, name, position } })
    } else if (current[position] !== name) {
      await tx.domain.update({ where: { name }, data: { position } })
    }
  }
  return [...added, ...removed]
}

/** A host can be added at any time; one where the app has a place in the proxies cannot be taken away yet. */
const moveHosts = async (tx: Tx, ctx: Context, row: AppRow, wanted: readonly string[]): Promise<void> => {
  const hosts = await resolveHosts(
    tx,
    wanted,
    row.hosts.map(({ hostId }) => hostId),
  )
  const removed = row.hosts.filter((place) => !hosts.some((host) => host.id === place.hostId))
  for (const place of removed) {
    const gone = await tx.appHost.deleteMany({ where: { appId: row.id, hostId: place.hostId, proxyKey: null } })
    if (gone.count === 1) continue
    const message = `The app runs on ${place.host.name} and cannot be taken off it yet.`
    throw conflict('host_in_use', message, 'hosts')
  }
  for (const host of hosts) {
    if (row.hosts.some((place) => place.hostId === host.id)) continue
    await tx.appHost.create({ data: { teamId: ctx.actor.teamId, appId: row.id, hostId: host.id } })
  }
}
