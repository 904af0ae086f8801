import { assertMay } from '@/core/access/policy'
import { type AppDefinition, liveSettingsOf, runSettingsOf } from '@/core/apps/schema'
import { teamChannel } from '@/core/ports/live-events'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context, Service } from '@/services/context'
import { withinQuota } from '@/services/quotas/within-quota'
import { randomHex } from '@/services/random-hex'
import { isUniqueViolation } from '@/services/unique-violation'
import { appConflict } from './app-conflict'
import { appInclude } from './app-row'
import { type AppView, appViews } from './app-view'
import { assertDomains } from './assert-domains'
import { auditedApp } from './audited-app'
import { sealEnv } from './env-seal'
import { resolveHosts } from './resolve-hosts'

/**
 * Creates an app; nothing is started. Throws invalid (hosts.N unknown, httpsRedirect) and conflict (domain_taken at domains.N,
 * name_taken at name; quota_reached).
 */
export const createApp: Service<AppDefinition, AppView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'app.create')
  await assertDomains(ctx, input, null)
  const assertOneMore = await withinQuota(ctx, 'apps')
  const id = await insert(ctx, input, await freeSlug(ctx, input.name), assertOneMore)
  await ctx.live.publish(teamChannel(ctx.actor.teamId), { kind: 'app', appId: id })
  const row = await ctx.db.app.findUniqueOrThrow({ where: { id }, include: appInclude })
  const [view] = await appViews(ctx, [row])
  if (!view) throw new Error('an app has a view')
  return view
}

const suffixed = (name: string): string => `${name}-${randomHex(2)}`

/** Unique in the instance, apps that are still being removed included. */
const freeSlug = async (ctx: Context, name: string): Promise<string> => {
  for (let slug = name; ; slug = suffixed(name)) {
    if (!(await ctx.instanceDb.app.findUnique({ where: { slug }, select: { id: true } }))) return slug
  }
}

type Check = Awaited<ReturnType<typeof withinQuota>>

const insert = async (ctx: Context, input: AppDefinition, slug: string, assertOneMore: Check): Promise<string> => {
  try {
    return await write(ctx, input, slug, assertOneMore)
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    const fault = await appConflict(ctx, { id: null, name: input.name, domains: input.domains })
    if (fault) throw fault
    return insert(ctx, input, suffixed(input.name), assertOneMore)
  }
}

const write = (ctx: Context, input: AppDefinition, slug: string, assertOneMore: Check): Promise<string> =>
  ctx.db.$transaction(async (tx) => {
    const { teamId } = ctx.actor
    const hosts = await resolveHosts(tx, input.hosts)
    // Env is sealed for the app's id, so the row comes first.
    const { id } = await tx.app.create({
      data: {
        teamId,
        name: input.name,
        slug,
        image: input.image ?? null,
        runSettings: runSettingsOf(input),
        liveSettings: liveSettingsOf(input),
        envSealed: '',
        envNames: Object.keys(input.env),
        secretEnv: input.secretEnv,
      },
    })
    await tx.app.update({ where: { id }, data: { envSealed: sealEnv(ctx.vault, id, input.env) } })
    await tx.domain.createMany({
      data: input.domains.map((name, position) => ({ teamId, appId: id, name, position })),
    })
    for (const host of hosts) await tx.appHost.create({ data: { teamId, appId: id, hostId: host.id } })
    await assertOneMore(tx)
    await recordAuditEvent(tx, ctx.actor, {
      action: 'app.create',
      target: { type: 'app', id, name: input.name },
      after: auditedApp(input),
    })
    return id
  })
