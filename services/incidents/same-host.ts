import type { Prisma } from '@/prisma/generated/client'

/** The host name that a monitor asks; what fails with it fails for one reason more often than not. */
export const hostNameOf = (url: string): string => new URL(url).hostname

/** The team's other enabled monitors of this host name. */
export const monitorsOfHost = async (
  db: Prisma.TransactionClient,
  { teamId, host, except }: { teamId: string; host: string; except?: string },
): Promise<string[]> => {
  const rows = await db.monitor.findMany({
    where: { teamId, enabled: true, url: { contains: host, mode: 'insensitive' } },
    select: { id: true, url: true },
  })
  return rows.filter((row) => row.id !== except && hostNameOf(row.url) === host).map((row) => row.id)
}
