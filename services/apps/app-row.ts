import { liveSettingsSchema, runSettingsSchema } from '@/core/apps/schema'
import type { App, Prisma } from '@/prisma/generated/client'

/**
 * A replica that serves: it was made ready, and the proxies do not see it fail. Until the first look at it nothing is
 * known against it.
 */
const servingReplica = {
  state: 'ready',
  OR: [{ reading: null }, { reading: { health: null } }, { reading: { health: { not: 'down' } } }],
} satisfies Prisma.ReplicaWhereInput

/** What is read of an app beside its row wherever its definition is needed. */
export const appInclude = {
  domains: { select: { name: true }, orderBy: [{ position: 'asc' }, { name: 'asc' }] },
  hosts: {
    select: { hostId: true, proxyKey: true, repair: true, host: { select: { name: true } } },
    orderBy: { id: 'asc' },
  },
  _count: { select: { replicas: { where: servingReplica } } },
} satisfies Prisma.AppInclude

export type AppRow = App & {
  domains: { name: string }[]
  hosts: { hostId: string; proxyKey: number | null; repair: unknown; host: { name: string } }[]
  _count: { replicas: number }
}

/** Two teams' hosts may have one name: an app that is on both names them by their ids. */
const nameOf = (place: AppRow['hosts'][number], places: AppRow['hosts']): string =>
  places.filter(({ host }) => host.name === place.host.name).length > 1 ? place.hostId : place.host.name

/** The app as it was described, its env left to the caller. */
export const definitionOf = (row: AppRow) => ({
  name: row.name,
  hosts: row.hosts.map((place) => nameOf(place, row.hosts)),
  ...(row.image === null ? {} : { image: row.image }),
  domains: row.domains.map((domain) => domain.name),
  ...runSettingsSchema.parse(row.runSettings),
  ...liveSettingsSchema.parse(row.liveSettings),
  secretEnv: row.secretEnv,
})
