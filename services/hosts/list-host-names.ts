import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { usableHostNames } from './usable-hosts'

/** The names of the hosts that the team may use, for choosing among them: asks no engine. */
export const listHostNames: Service<Record<string, never>, string[]> = async ({ ctx }) => {
  assertMay(ctx.actor, 'host.read')
  const hosts = await usableHostNames(ctx.db, {})
  return [...new Set(hosts.map((host) => host.name))].sort()
}
