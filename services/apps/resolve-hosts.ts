import { invalid } from '@/core/errors'
import type { DatabaseOrTransaction } from '@/services/context'
import { usableHostNames } from '@/services/hosts/usable-hosts'

/** What a name or an id can be; the database is not asked for anything else. */
const nameOrId = /^[A-Za-z0-9-]{1,100}$/

/**
 * The hosts that the team may use by name or id, in the order given. Where several have the name, one of `placed` (ids)
 * is meant before the team's own, and that before another team's. Throws invalid naming each that is unknown or named
 * twice.
 */
export const resolveHosts = async (
  tx: DatabaseOrTransaction,
  wanted: readonly string[],
  placed: readonly string[] = [],
): Promise<{ id: string; name: string }[]> => {
  const possible = wanted.filter((one) => nameOrId.test(one))
  const rows = await usableHostNames(tx, { OR: [{ name: { in: possible } }, { id: { in: possible } }] })
  const known = [...rows.filter(({ id }) => placed.includes(id)), ...rows]
  const found = wanted.map((one) => known.find((row) => row.name === one) ?? known.find((row) => row.id === one))
  const faults = found.flatMap((host, index) => {
    const path = `hosts.${index}`
    if (!host) return [{ path, message: 'The team has no such host.' }]
    return found.indexOf(host) === index ? [] : [{ path, message: 'Each may be named once only.' }]
  })
  if (faults.length > 0) throw invalid(faults)
  return found.filter((host) => host !== undefined)
}
