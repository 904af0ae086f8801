import type { DatabaseOrTransaction } from '@/services/context'

/** A team of the instance, and whether it may place apps on a host. */
export interface HostGrantView {
  teamId: string
  teamName: string
  /** The team added the host: it may always use it. */
  own: boolean
  granted: boolean
  /** How many of its apps have a place there. */
  apps: number
}

/** The same for several teams, in their order, by the instance's client. */
export const hostGrantViews = async (
  db: DatabaseOrTransaction,
  host: { id: string; teamId: string },
  teams: readonly { id: string; name: string }[],
): Promise<HostGrantView[]> => {
  const where = { hostId: host.id, teamId: { in: teams.map(({ id }) => id) } }
  const grants = await db.hostGrant.findMany({ where, select: { teamId: true } })
  const places = await db.appHost.groupBy({ by: ['teamId'], where, _count: { _all: true } })
  return teams.map(({ id, name }) => ({
    teamId: id,
    teamName: name,
    own: id === host.teamId,
    granted: grants.some(({ teamId }) => teamId === id),
    apps: places.find(({ teamId }) => teamId === id)?._count._all ?? 0,
  }))
}
