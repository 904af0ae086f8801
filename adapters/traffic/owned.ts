import type Dockerode from 'dockerode'
import { isLeftOver } from '@/core/hosts/left-over'
import type { HostTarget } from '@/core/ports/host-target'
import { TrafficError } from '@/core/ports/traffic'

export const instanceLabel = 'gapless.instance'
/** Which host's they are; those of earlier versions carry none. */
export const hostLabel = 'gapless.host'
export const roleLabel = 'gapless.role'
export const portLabel = 'gapless.http-port'
export const securePortLabel = 'gapless.https-port'

/** A host, its Docker client, and how to tell whether a host is still there. */
export interface Site {
  docker: Dockerode
  host: HostTarget
  isHost(hostId: string): Promise<boolean>
}

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

/**
 * The proxy's container, or null when there is none; a container of that name that is not ours is an error, and so is
 * another host's, which would be the same engine under two names. What a removed host left behind is taken over.
 */
export const inspectOwned = async (site: Site, name: string): Promise<Dockerode.ContainerInspectInfo | null> => {
  const found = await inspectAny(site.docker, name)
  if (!found) return null
  const { [instanceLabel]: instance, [roleLabel]: role, [hostLabel]: owner } = found.Config.Labels
  if (instance !== site.host.instanceId || role !== 'proxy') {
    throw new TrafficError(
      'proxy_unavailable',
      `There is a container named ${name} that is not ours; rename or remove it.`,
    )
  }
  if (owner !== undefined && owner !== site.host.id && (await site.isHost(owner))) {
    throw new TrafficError('engine_taken', 'The proxies on this engine are those of another host of this instance.')
  }
  return found
}

const inspectAny = async (docker: Dockerode, name: string): Promise<Dockerode.ContainerInspectInfo | null> => {
  try {
    return await docker.getContainer(name).inspect()
  } catch (error) {
    if (statusOf(error) === 404) return null
    throw unavailable('Docker did not answer about the proxy', error)
  }
}

/** Throws unless the engine was found to be this host's own: another's proxies may be there, and older ones carry no host. */
export const assertHeld = ({ engineId }: HostTarget): void => {
  if (engineId !== null) return
  throw new TrafficError(
    'proxy_unavailable',
    'Whether the engine is this host’s own is not known; Hosts, Test connection looks.',
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
