import type { z } from 'zod'
import { assertMay } from '@/core/access/policy'
import { conflict } from '@/core/errors'
import { type hostSchema, splitEndpoint } from '@/core/hosts/schema'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { isUniqueViolation } from '@/services/unique-violation'
import { assertEndpointAllowed } from './assert-endpoint-allowed'
import { keepLookedAt, lookAtEngine } from './claim-engine'
import { auditedHost, defaultPublicAddress, endpointColumns } from './host-fields'
import { type HostView, hostInclude, hostView } from './host-view'

/**
 * Adds a Docker host; nothing is done there yet, but for a look at whose engine it is, if it answers. Throws forbidden (an
 * endpoint that only the operator may add), invalid (its name has no address) and conflict (name_taken, engine_taken).
 */
export const createHost: Service<z.output<typeof hostSchema>, HostView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'host.create')
  await assertEndpointAllowed(ctx, { endpoint: input.endpoint, publicAddress: input.publicAddress })
  const { name, endpoint } = input
  const publicAddress = input.publicAddress ?? defaultPublicAddress(endpoint)
  const anyAddress = ctx.actor.isOperator
  const target = { id: 'new', instanceId: ctx.instance.id, endpoint, engineId: null, anyAddress }
  const seen = await lookAtEngine(ctx, { id: null, generation: 0, target }, ctx.actor)
  const row = await ctx.db
    .$transaction(async (tx) => {
      const { id } = await tx.host.create({
        data: { teamId: ctx.actor.teamId, name, publicAddress, anyAddress, endpoint: splitEndpoint(endpoint).shown },
        select: { id: true },
      })
      // Its secret is sealed for the host's id, so the row comes first.
      const created = await tx.host.update({
        where: { id },
        data: endpointColumns(ctx, id, endpoint),
        include: hostInclude,
      })
      await recordAuditEvent(tx, ctx.actor, {
        action: 'host.create',
        target: { type: 'host', id, name },
        after: auditedHost({ name, endpoint, publicAddress }),
      })
      return created
    })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? hostNameTaken(name) : error
    })
  await keepLookedAt(ctx, row.id, seen)
  return hostView(ctx, row)
}

export const hostNameTaken = (name: string): Error =>
  conflict('name_taken', `The team has a host named ${name} already.`, 'name')
