import { assertMay } from '@/core/access/policy'
import { mergePatch } from '@/core/apps/merge-patch'
import { notFound } from '@/core/errors'
import type { Check } from '@/core/monitors/check'
import { judge } from '@/core/monitors/judge'
import { type MonitorDefinition, monitorSchema } from '@/core/monitors/schema'
import { parseValues } from '@/core/validation'
import type { Context, Service } from '@/services/context'
import { assertSecretsStay } from './assert-secrets-stay'
import { definitionOf } from './monitor-definition'
import { ownProxies } from './own-proxies'

/** Checks a definition once, at once; stores nothing. */
export const checkDefinition: Service<MonitorDefinition, Check> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'monitor.check')
  return check(ctx, input)
}

/** The same for a monitor with changes that are not stored yet (a JSON merge patch). Throws not_found and invalid. */
export const checkChanged: Service<{ monitorId: string; patch: Record<string, unknown> }, Check> = async ({
  ctx,
  input,
}) => {
  assertMay(ctx.actor, 'monitor.check')
  const found = await ctx.db.monitor.findUnique({ where: { id: input.monitorId } })
  if (!found) throw notFound('monitor')
  const before: MonitorDefinition = { ...definitionOf(ctx, found), channelIds: [] }
  const after = parseValues(monitorSchema, mergePatch(before, input.patch))
  assertSecretsStay(before, after, input.patch)
  return check(ctx, after)
}

const check = async (ctx: Context, definition: MonitorDefinition): Promise<Check> => {
  const own = { teamId: ctx.actor.teamId, url: definition.url }
  const proxies = (await ownProxies(ctx.db, ctx.instance, [own]))(own)
  const at = ctx.clock.now()
  const request = { ...definition, keyword: definition.keyword?.text ?? null }
  const seen = await ctx.checker.check(request, { mayConnect: ctx.mayConnect, proxies })
  return judge(definition, seen, at)
}
