import { invalid } from '@/core/errors'
import type { DatabaseOrTransaction } from '@/services/context'

/** The team's hosts by name or id, in the order given. Throws invalid naming each that is unknown or named twice. */
export const resolveHosts = async (
  tx: DatabaseOrTransaction,
  wanted: readonly string[],
): Promise<{ id: string; name: string }[]> => {
  const rows = await tx.host.findMany({
    where: { OR: [{ name: { in: [...wanted] } }, { id: { in: [...wanted] } }] },
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
