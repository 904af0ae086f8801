import { assertOperator } from '@/core/access/policy'
import { type FieldError, invalid } from '@/core/errors'
import type { Endpoint } from '@/core/hosts/schema'
import { isPublicAddress } from '@/core/net/address-range'
import type { Context } from '@/services/context'

/**
 * Whether this actor may have the platform connect there. Sockets, and names that lead to loopback, private or metadata
 * addresses, are the operator's alone. Throws forbidden, and invalid for a name without an address.
 */
export const assertEndpointAllowed = async (
  ctx: Context,
  host: { endpoint: Endpoint; publicAddress: string | undefined },
): Promise<void> => {
  if (ctx.actor.isOperator) return
  const { endpoint, publicAddress } = host
  if (endpoint.type === 'socket') assertOperator(ctx.actor, 'add a host by its Docker socket')
  else await assertPublic(ctx, 'endpoint.host', endpoint.host)
  if (publicAddress !== undefined) await assertPublic(ctx, 'publicAddress', publicAddress)
}

const assertPublic = async (ctx: Context, path: string, name: string): Promise<void> => {
  const unknown: FieldError = { path, message: `${name} has no address that could be found.` }
  const addresses = await ctx.resolver.resolve(name).catch(() => [])
  if (addresses.length === 0) throw invalid([unknown])
  if (!addresses.every(isPublicAddress)) {
    assertOperator(ctx.actor, 'add a host at a loopback, private or otherwise reserved address')
  }
}
