import type { Prisma } from '@/prisma/generated/client'
import type { DatabaseOrTransaction } from '@/services/context'
import { cutPage, type Page, type PageInput } from '@/services/page'
import { type HostRow, hostInclude } from './host-view'

/**
 * A host that the team may place apps on: its own, or one that the operator lets it use. It is found by way of the
 * team's grants only, so that no other can be. Null if there is none.
 */
export const usableHost = async (db: DatabaseOrTransaction, hostId: string): Promise<HostRow | null> => {
  const grant = await db.hostGrant.findFirst({ where: { hostId }, include: { host: { include: hostInclude } } })
  return grant?.host ?? null
}

/** A page of them, newest first. */
export const usableHosts = async (db: DatabaseOrTransaction, input: PageInput): Promise<Page<HostRow>> => {
  const grants = await db.hostGrant.findMany({
    where: input.cursor ? { hostId: { lt: input.cursor } } : {},
    orderBy: { hostId: 'desc' },
    take: input.limit + 1,
    include: { host: { include: hostInclude } },
  })
  return cutPage(
    grants.map(({ host }) => host),
    input.limit,
  )
}

/** Names and ids of those that match, the team's own first: where two have the same name, its own is meant. */
export const usableHostNames = async (
  db: DatabaseOrTransaction,
  where: Prisma.HostWhereInput,
  take = 500,
): Promise<{ id: string; name: string }[]> => {
  const grants = await db.hostGrant.findMany({
    where: { host: where },
    select: { teamId: true, host: { select: { id: true, name: true, teamId: true } } },
    orderBy: { host: { name: 'asc' } },
    take,
  })
  return grants
    .sort((one, other) => Number(isOwn(other)) - Number(isOwn(one)))
    .map(({ host }) => ({ id: host.id, name: host.name }))
}

const isOwn = (grant: { teamId: string; host: { teamId: string } }): boolean => grant.teamId === grant.host.teamId
