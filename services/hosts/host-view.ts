import { z } from 'zod'
import type { PublicEndpoint } from '@/core/hosts/schema'
import type { ProxyState } from '@/core/ports/traffic'
import type { Host } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { engineOf } from '@/services/deployments/run'
import { knownProxies } from './known-proxies'

/** A host as the API and the dashboard show it: secrets never come back. */
export interface HostView {
  id: string
  name: string
  /** Whether the team added it; another's is one that the operator lets the team use, and shows less. */
  own: boolean
  /** Null for a host of another team's: only its owner is to know how it is reached. */
  endpoint: PublicEndpoint | null
  publicAddress: string
  status: string
  statusMessage: string | null
  engineVersion: string | null
  checkedAt: string | null
  createdAt: string
  /** Of the whole machine, as the engine says; null before the first look. */
  cpus: number | null
  memoryBytes: number | null
  /** Disk space that images, containers and volumes take; null for another team's host. */
  diskBytes: number | null
  /** Running containers of this instance, proxies included; null for another team's host. */
  containers: number | null
  /** How many of the team's apps have a place on it. */
  apps: number
  /** Null when the host did not say in time. */
  proxies: ProxyState[] | null
}

const reached = { host: z.string(), port: z.int() }

const publicEndpointSchema: z.ZodType<PublicEndpoint> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('socket'), path: z.string() }),
  z.object({ type: z.literal('tcp'), ...reached }),
  z.object({ type: z.literal('ssh'), ...reached, username: z.string(), hostKey: z.string() }),
])

export const hostInclude = { _count: { select: { apps: true } } } as const
export type HostRow = Host & { _count: { apps: number } }

/** How long a caller waits for a host to tell about its proxies. */
const proxiesWithinMs = 1500

const inspectProxies = async (ctx: Context, row: Host): Promise<ProxyState[] | null> => {
  const timeout = AbortSignal.timeout(proxiesWithinMs)
  const late = new Promise<null>((resolve) => timeout.addEventListener('abort', () => resolve(null), { once: true }))
  const asked = Promise.resolve().then(() => ctx.traffic.inspectProxies(engineOf(ctx, row).target))
  return Promise.race([asked.catch(() => null), late])
}

/** With its proxies as they are now. */
export const hostView = async (ctx: Context, row: HostRow): Promise<HostView> =>
  viewOf(ctx, row, await inspectProxies(ctx, row))

/** With its proxies as they were at the last look, without a question to the host. */
export const knownHostView = (ctx: Context, row: HostRow): HostView => viewOf(ctx, row, knownProxies(row.proxies))

const viewOf = (ctx: Context, row: HostRow, proxies: ProxyState[] | null): HostView => {
  const own = row.teamId === ctx.actor.teamId
  return own ? { ...shared(row, proxies), ...ownersOnly(row) } : shared(row, proxies)
}

/** What every team that may use the host is to know of it: nothing of how it is reached, nor of what others run there. */
const shared = (row: HostRow, proxies: ProxyState[] | null): HostView => ({
  id: row.id,
  name: row.name,
  own: false,
  endpoint: null,
  publicAddress: row.publicAddress,
  status: row.status,
  statusMessage: messages[row.status] ?? null,
  engineVersion: row.engineVersion,
  checkedAt: row.checkedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  cpus: row.cpus,
  memoryBytes: row.memoryBytes,
  diskBytes: null,
  containers: null,
  apps: row._count.apps,
  proxies,
})

/** An engine's own words tell its address, so other teams get these. */
const messages: Record<string, string> = {
  unreachable: 'The engine does not answer. What runs there goes on serving; nothing can be deployed.',
  degraded: 'Not everything there is as it should be; whoever added the host can see what.',
}

const ownersOnly = (row: HostRow) => ({
  own: true,
  endpoint: publicEndpointSchema.parse(row.endpoint),
  statusMessage: row.statusMessage,
  diskBytes: row.diskBytes,
  containers: row.containers,
})
