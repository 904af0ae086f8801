import type Dockerode from 'dockerode'
import { isLeftOver } from '@/core/hosts/left-over'
import type { HostTarget } from '@/core/ports/host-target'
import { TrafficError } from '@/core/ports/traffic'

export const instanceLabel = 'gapless.instance'
export const roleLabel = 'gapless.role'
export const portLabel = 'gapless.http-port'
export const securePortLabel = 'gapless.https-port'

/** The two proxies of this instance on a host. */
export const proxyNames = (host: HostTarget): readonly [string, string] => [
  `gapless-${host.instanceId}-proxy-a`,
  `gapless-${host.instanceId}-proxy-b`,
]

const statusOf = (error: unknown): number | undefined =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined

export const isNameTaken = (error: unknown): boolean => statusOf(error) === 409

export const unavailable = (what: string, error: unknown): TrafficError =>
  error instanceof TrafficError
    ? error
    : new TrafficError('proxy_unavailable', `${what}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      })

/** The proxy's container, or null when there is none; a container of that name that is not ours is an error. */
export const inspectOwned = async (
  docker: Dockerode,
  host: HostTarget,
  name: string,
): Promise<Dockerode.ContainerInspectInfo | null> => {
  try {
    const found = await docker.getContainer(name).inspect()
    if (found.Config.Labels[instanceLabel] === host.instanceId && found.Config.Labels[roleLabel] === 'proxy')
      return found
  } catch (error) {
    if (statusOf(error) === 404) return null
    throw unavailable('Docker did not answer about the proxy', error)
  }
  throw new TrafficError(
    'proxy_unavailable',
    `There is a container named ${name} that is not ours; rename or remove it.`,
  )
}

/** Starts one that has run before; false where what is left of it keeps it from being started ever again. */
export const restartContainer = async (docker: Dockerode, id: string): Promise<boolean> => {
  try {
    await docker.getContainer(id).start()
  } catch (error) {
    if (isLeftOver(statusOf(error), String(error))) return false
    if (statusOf(error) !== 304) throw unavailable('The proxy could not be started', error)
  }
  return true
}

/** Removes it, whatever it does; fine where somebody else does so too. */
export const removeContainer = async (docker: Dockerode, id: string): Promise<void> => {
  try {
    await docker.getContainer(id).remove({ force: true, v: true })
  } catch (error) {
    if (statusOf(error) !== 404 && statusOf(error) !== 409) throw unavailable('The proxy could not be removed', error)
  }
}

/** Starts it; fine when it runs already. */
export const startContainer = async (docker: Dockerode, id: string): Promise<void> => {
  try {
    await docker.getContainer(id).start()
  } catch (error) {
    if (statusOf(error) !== 304) throw unavailable('The proxy could not be started', error)
  }
}
