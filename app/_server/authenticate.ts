import type { Actor } from '@/core/access/actor'
import type { Operation } from '@/core/api/operation'
import { forbidden, GaplessError } from '@/core/errors'
import { instanceParts } from '@/runtime'
import { authenticateToken } from '@/services/tokens/authenticate-token'
import { clientIp } from './client-ip'

/**
 * Who calls, by the bearer token. Throws unauthenticated, and forbidden for a metrics token anywhere but at the metrics
 * and for any other token there.
 */
export const authenticate = async (request: Request, access: Operation['access']): Promise<Actor> => {
  const [scheme = '', token = '', ...more] = (request.headers.get('authorization') ?? '').trim().split(/ +/)
  if (scheme.toLowerCase() !== 'bearer' || token === '' || more.length > 0) {
    throw new GaplessError('unauthenticated', 'token_missing', 'Send an API token: Authorization: Bearer gpl_….')
  }
  const holder = await authenticateToken(instanceParts(), { token, ip: clientIp(request.headers) })
  if (access === 'metrics' && holder.kind !== 'metrics') throw forbidden('Only a token of role metrics may read these.')
  if (access !== 'metrics' && holder.kind === 'metrics') throw forbidden('A metrics token may read /api/metrics only.')
  return holder.actor
}
