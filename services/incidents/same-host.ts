import type { Prisma } from '@/prisma/generated/client'

/** The host name that a monitor asks; what fails with it fails for one reason more often than not. */
export const hostNameOf = (url: string): string => new URL(url).hostname

/** The same for Postgres, as it stands in the URL of a monitor: what the first parentheses hold. */
export const hostPattern = '^[a-zA-Z]+:/+(\\[[^]]*\\]|[^/:?#]+)'

/** So many are looked at before all are: hosts with many monitors have one among them. */
const few = 20

/** Whether another of the team's enabled monitors asks the same host. */
export const hasNeighbour = async (
  db: Prisma.TransactionClient,
  { id, teamId, url }: { id: string; teamId: string; url: string },
): Promise<boolean> => {
  const host = hostNameOf(url)
  const where = { teamId, enabled: true, id: { not: id }, url: { contains: host, mode: 'insensitive' as const } }
  const isThere = (rows: { url: string }[]): boolean => rows.some((row) => hostNameOf(row.url) === host)
  const first = await db.monitor.findMany({ where, select: { url: true }, take: few })
  if (isThere(first)) return true
  return first.length === few && isThere(await db.monitor.findMany({ where, select: { url: true } }))
}
