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
  endpoint: PublicEndpoint
  publicAddress: string
  status: string
  statusMessage: string | null
  engineVersion: string | null
  checkedAt: string | null
  createdAt: string
  /** Of the whole machine, as the engine says; null before the first look. */
  cpus: number | null
  memoryBytes: number | null
  /** Disk space that images, containers and volumes take. */
  diskBytes: number | null
  /** Running containers of this instance, proxies included. */
  containers: number | null
  /** How many apps have a place on it. */
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
  viewOf(row, await inspectProxies(ctx, row))

/** With its proxies as they were at the last look, without a question to the host. */
export const knownHostView = (row: HostRow): HostView => viewOf(row, knownProxies(row.proxies))

const viewOf = (row: HostRow, proxies: ProxyState[] | null): HostView => ({
  id: row.id,
  name: row.name,
  endpoint: publicEndpointSchema.parse(row.endpoint),
  publicAddress: row.publicAddress,
  status: row.status,
  statusMessage: row.statusMessage,
  engineVersion: row.engineVersion,
  checkedAt: row.checkedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  cpus: row.cpus,
  memoryBytes: row.memoryBytes,
  diskBytes: row.diskBytes,
  containers: row.containers,
  apps: row._count.apps,
  proxies,
})
