import { z } from 'zod'
import { assertMay } from '@/core/access/policy'
import { mergePatch } from '@/core/apps/merge-patch'
import { notFound } from '@/core/errors'
import { hostSchema } from '@/core/hosts/schema'
import { parseValues } from '@/core/validation'
import type { Host } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context, Service } from '@/services/context'
import { isUniqueViolation } from '@/services/unique-violation'
import { assertEndpointAllowed } from './assert-endpoint-allowed'
import { keepLookedAt, lookAtEngine } from './claim-engine'
import { hostNameTaken } from './create-host'
import { auditedHost, defaultPublicAddress, endpointColumns } from './host-fields'
import { hostTarget } from './host-target'
import { type HostView, hostInclude, hostView } from './host-view'

type Patch = Record<string, unknown>
type Definition = z.output<typeof hostSchema>

/**
 * Changes a host by a JSON merge patch: keys that are not named stay, an endpoint of another type replaces the old one.
 * Throws not_found, and as createHost.
 */
export const updateHost: Service<{ hostId: string; patch: Patch }, HostView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'host.update')
  const found = await ctx.db.host.findUnique({ where: { id: input.hostId } })
  if (!found) throw notFound('host')
  const before = definitionOf(ctx, found)
  const after = parseValues(hostSchema, mergePatch(forType(before, input.patch), input.patch))
  const moves = 'endpoint' in input.patch
  const publicAddress = after.publicAddress ?? defaultPublicAddress(after.endpoint)
  const movesUsers = publicAddress !== found.publicAddress
  await assertChangeAllowed(ctx, after, moves, movesUsers)
  // Whoever is not the operator was held to public addresses for both.
  const anyAddress = moves || (movesUsers && !ctx.actor.isOperator) ? ctx.actor.isOperator : found.anyAddress
  const target = { ...hostTarget(found, ctx.instance.id, ctx.vault), endpoint: after.endpoint, anyAddress }
  const claimant = { id: found.id, generation: found.generation, target }
  const seen = moves ? await lookAtEngine(ctx, claimant, ctx.actor) : null
  const row = await ctx.db
    .$transaction(async (tx) => {
      const changed = await tx.host.update({
        where: { id: found.id },
        data: {
          name: after.name,
          publicAddress,
          anyAddress,
          // What was found out about the old endpoint says nothing about a new one.
          ...(moves
            ? {
                ...endpointColumns(ctx, found.id, after.endpoint),
                status: 'unknown',
                statusMessage: null,
                engineId: null,
              }
            : {}),
        },
        include: hostInclude,
      })
      await recordAuditEvent(tx, ctx.actor, {
        action: 'host.update',
        target: { type: 'host', id: found.id, name: after.name },
        before: auditedHost(before),
        after: auditedHost({ ...after, publicAddress }),
      })
      return changed
    })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? hostNameTaken(after.name) : error
    })
  await keepLookedAt(ctx, row.id, seen)
  return hostView(ctx, row)
}

const definitionOf = (ctx: Context, host: Host): Definition & { publicAddress: string } => ({
  name: host.name,
  endpoint: hostTarget(host, ctx.instance.id, ctx.vault).endpoint,
  publicAddress: host.publicAddress,
})

const endpointType = z.looseObject({ endpoint: z.looseObject({ type: z.string() }) })

/** What the patch applies to: nothing is left of an endpoint whose type changes. */
const forType = (before: Definition, patch: Patch): Patch => {
  const { endpoint, ...rest } = before
  const asked = endpointType.safeParse(patch)
  return asked.success && asked.data.endpoint.type !== endpoint.type ? rest : { ...rest, endpoint }
}

const assertChangeAllowed = async (ctx: Context, after: Definition, moves: boolean, movesUsers: boolean) => {
  const publicAddress = movesUsers ? after.publicAddress : undefined
  if (moves || movesUsers) await assertEndpointAllowed(ctx, { endpoint: after.endpoint, publicAddress })
}
