import { z } from 'zod'
import { healthCheckSchema } from '@/core/apps/schema'
import type { AppTraffic, FilledSlot, HostTraffic, Side, SideTraffic } from '@/core/ports/traffic'
import type { Database } from '@/services/context'

/** Without a reload a side takes this many replicas: those of a release and of earlier ones that still drain. */
export const poolSlots = 8

export const sideSettingsSchema = z.object({
  health: healthCheckSchema.pick({
    intervalSeconds: true,
    timeoutSeconds: true,
    successThreshold: true,
    failureThreshold: true,
  }),
  slots: z.int(),
})
export type SideSettings = z.infer<typeof sideSettingsSchema>

const poolSide: SideSettings = {
  health: { intervalSeconds: 1, timeoutSeconds: 2, successThreshold: 1, failureThreshold: 3 },
  slots: poolSlots,
}

interface ReplicaRow {
  side: string
  slot: number
  address: string
  port: number
  checkPath: string
  checkHost: string
}

export const filledSlot = (replica: ReplicaRow): FilledSlot => ({
  slot: replica.slot,
  address: replica.address,
  port: replica.port,
  checkPath: replica.checkPath,
  checkHost: replica.checkHost,
})

/**
 * A proxy takes what it is started or reloaded with for healthy until a check fails. So a replica that starts is left
 * out, and filled in by its deployment, unless it is one that serves already.
 */
const sideTraffic = (
  settings: unknown,
  replicas: readonly (ReplicaRow & { state: string })[],
  side: Side,
  isActive: boolean,
): SideTraffic => ({
  ...(settings === null ? poolSide : sideSettingsSchema.parse(settings)),
  filled: replicas
    .filter((replica) => replica.side === side && (isActive || replica.state !== 'starting'))
    .map(filledSlot),
})

export const toSide = (value: string | null): Side | null => (value === 'a' || value === 'b' ? value : null)

/**
 * What a host's proxies should hold, read in one transaction under a new generation: whoever stores the highest
 * generation has seen every change that came before.
 */
export const desiredTraffic = (db: Database, hostId: string): Promise<HostTraffic> =>
  db.$transaction(async (tx) => {
    const host = await tx.host.update({ where: { id: hostId }, data: { generation: { increment: 1 } } })
    const places = await tx.appHost.findMany({
      where: { hostId, proxyKey: { not: null } },
      include: {
        app: {
          select: {
            domains: { select: { name: true }, orderBy: { name: 'asc' } },
            replicas: { where: { hostId, state: { in: ['starting', 'ready', 'draining'] } } },
          },
        },
      },
      orderBy: { proxyKey: 'asc' },
    })
    const apps = places.flatMap((place): AppTraffic[] =>
      place.proxyKey === null
        ? []
        : [
            {
              key: place.proxyKey,
              domains: place.app.domains.map((domain) => domain.name),
              active: toSide(place.activeSide),
              a: sideTraffic(place.sideA, place.app.replicas, 'a', place.activeSide === 'a'),
              b: sideTraffic(place.sideB, place.app.replicas, 'b', place.activeSide === 'b'),
            },
          ],
    )
    return { generation: host.generation, apps }
  })
