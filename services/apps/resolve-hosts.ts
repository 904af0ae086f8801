import { invalid } from '@/core/errors'
import type { DatabaseOrTransaction } from '@/services/context'

/** What a name or an id can be; the database is not asked for anything else. */
const nameOrId = /^[A-Za-z0-9-]{1,100}$/

/** The team's hosts by name or id, in the order given. Throws invalid naming each that is unknown or named twice. */
export const resolveHosts = async (
  tx: DatabaseOrTransaction,
  wanted: readonly string[],
): Promise<{ id: string; name: string }[]> => {
  const possible = wanted.filter((one) => nameOrId.test(one))
  const rows = await tx.host.findMany({
    where: { OR: [{ name: { in: possible } }, { id: { in: possible } }] },
    select: { id: true, name: true },
  })
  const found = wanted.map((one) => rows.find((row) => row.name === one) ?? rows.find((row) => row.id === one))
  const faults = found.flatMap((host, index) => {
    const path = `hosts.${index}`
    if (!host) return [{ path, message: 'The team has no such host.' }]
    return found.indexOf(host) === index ? [] : [{ path, message: 'Each may be named once only.' }]
  })
  if (faults.length > 0) throw invalid(faults)
  return found.filter((host) => host !== undefined)
}
