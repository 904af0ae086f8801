import { z } from 'zod'
import { healthCheckSchema, liveSettingsSchema } from '@/core/apps/schema'
import type { AppTraffic, FilledSlot, HostTraffic, Side, SideTraffic } from '@/core/ports/traffic'
import { servedDomains } from '@/services/certificates/domain-tls'
import type { Context } from '@/services/context'
import { desiredDashboard } from '@/services/dashboard/desired-dashboard'

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
export const desiredTraffic = (
  ctx: Pick<Context, 'instanceDb' | 'vault' | 'instance'>,
  hostId: string,
): Promise<HostTraffic> =>
  ctx.instanceDb.$transaction(async (tx) => {
    const host = await tx.host.update({ where: { id: hostId }, data: { generation: { increment: 1 } } })
    const places = await tx.appHost.findMany({
      where: { hostId, proxyKey: { not: null } },
      include: {
        app: {
          select: {
            teamId: true,
            liveSettings: true,
            domains: { select: { name: true }, orderBy: { name: 'asc' } },
            replicas: { where: { hostId, state: { in: ['starting', 'ready', 'draining'] } } },
          },
        },
      },
      orderBy: { proxyKey: 'asc' },
    })
    const dashboard = await desiredDashboard(ctx, tx, host)
    const served = await servedDomains(
      ctx,
      tx,
      places.map(({ app }) => app.teamId),
    )
    const apps = await Promise.all(
      places.map(async ({ app, ...place }): Promise<AppTraffic> => {
        // It is the dashboard's from the moment on that the operator gives it this address.
        const domains = app.domains.map(({ name }) => name).filter((name) => name !== dashboard?.domain)
        const { httpsRedirect } = liveSettingsSchema.parse(app.liveSettings)
        const tls = await served({ teamId: app.teamId, domains, httpsRedirect })
        return {
          key: place.proxyKey ?? 0,
          domains,
          tls: tls.map((one) => one.open()),
          active: toSide(place.activeSide),
          a: sideTraffic(place.sideA, app.replicas, 'a', place.activeSide === 'a'),
          b: sideTraffic(place.sideB, app.replicas, 'b', place.activeSide === 'b'),
        }
      }),
    )
    return { generation: host.generation, apps, dashboard }
  })
