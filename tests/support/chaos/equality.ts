import { findAmiss } from '@/core/reconcile/compare'
import { findOrphans } from '@/core/reconcile/orphans'
import { toSide } from '@/services/hosts/desired-traffic'
import type { ChaosInstance } from './instance'

/** Where Docker and the proxies are not what the database says; empty when all is equal. */
export const findUnequal = async ({ id, database, docker, traffic, place }: ChaosInstance): Promise<string[]> => {
  const host = await database.host.findFirstOrThrow({
    include: { apps: { include: { app: { include: { domains: true } } } } },
  })
  const containers = (await docker.listContainers({ all: true, filters: { label: [`gapless.instance=${id}`] } })).map(
    (one) => ({
      name: one.Names[0]?.slice(1) ?? '',
      labels: one.Labels,
      status: one.State === 'running' ? ('running' as const) : ('exited' as const),
      createdAt: new Date(0).toISOString(),
    }),
  )
  const endpoint = { type: 'socket' as const, path: (place.env.DOCKER_HOST ?? '').replace('unix://', '') }
  const proxies = await traffic.look({ id: host.id, instanceId: id, endpoint })
  const replicas = await database.replica.findMany({ where: { state: { not: 'gone' } } })
  const open = await database.deployment.findMany({ where: { OR: [{ finishedAt: null }, { drainState: 'pending' }] } })
  const known = { replicas: new Set(replicas.map((one) => one.containerName)), deployments: new Set<string>() }
  return [
    ...open.map((one) => `deployment ${one.number} is ${one.status}, draining ${one.drainState}`),
    ...replicas.filter((one) => one.state !== 'ready').map((one) => `${one.containerName} is ${one.state}`),
    ...findOrphans(containers, known, new Date()).map((one) => `${one.name} is an orphan`),
    ...host.apps.flatMap(({ appId, proxyKey, activeSide, app }) => {
      const own = replicas.filter((one) => one.appId === appId)
      const ready = own.flatMap((one) => {
        const side = toSide(one.side)
        return side === null ? [] : [{ ...one, side, address: `${one.address}:${one.port}` }]
      })
      const wrong = own.filter((one) => one.releaseId !== app.currentReleaseId)
      const desired = {
        appId,
        key: proxyKey ?? 0,
        active: toSide(activeSide),
        domains: app.domains.map((domain) => domain.name),
        ready,
        inUse: new Set<string>(),
      }
      return [
        ...findAmiss(desired, { containers, proxies }).map((what) => `${app.name}: ${what}`),
        ...wrong.map((one) => `${one.containerName} is not of the current release`),
      ]
    }),
  ]
}
