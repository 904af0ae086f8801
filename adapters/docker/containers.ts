import type Dockerode from 'dockerode'
import {
  type ContainerSpec,
  type ContainerState,
  type ContainerSummary,
  EngineError,
  type OwnershipLabels,
} from '@/core/ports/containers'
import { asking, cannotStartAgain, orNull, statusOf } from './errors'

const statuses = ['created', 'running', 'restarting', 'paused', 'exited', 'dead', 'removing'] as const

const stateOf = (info: Dockerode.ContainerInspectInfo): ContainerState => {
  const [network, endpoint] = Object.entries(info.NetworkSettings.Networks)[0] ?? [null, null]
  return {
    id: info.Id,
    name: info.Name.replace(/^\//, ''),
    labels: info.Config.Labels ?? {},
    imageId: info.Image,
    status: statuses.find((status) => status === info.State.Status) ?? 'dead',
    restarts: info.RestartCount,
    exitCode: info.State.Running ? null : info.State.ExitCode,
    outOfMemory: info.State.OOMKilled,
    startedAt: info.State.StartedAt.startsWith('0001') ? null : info.State.StartedAt,
    finishedAt: info.State.FinishedAt.startsWith('0001') ? null : info.State.FinishedAt,
    address: endpoint?.IPAddress || null,
    network,
  }
}

const inspectAny = (docker: Dockerode, name: string) => orNull(() => docker.getContainer(name).inspect())

const isOurs = (info: Dockerode.ContainerInspectInfo, instanceId: string): boolean =>
  info.Config.Labels?.['gapless.instance'] === instanceId

/** What carries our label; anything else is as good as absent. */
export const inspectContainer = async (
  docker: Dockerode,
  instanceId: string,
  name: string,
): Promise<ContainerState | null> => {
  const info = await inspectAny(docker, name)
  return info && isOurs(info, instanceId) ? stateOf(info) : null
}

/** The container if it is there and ours; throws not_ours before anything could be done to a foreign one. */
export const ownContainer = async (
  docker: Dockerode,
  instanceId: string,
  name: string,
): Promise<ContainerState | null> => {
  const info = await inspectAny(docker, name)
  if (!info) return null
  if (!isOurs(info, instanceId)) throw new EngineError('not_ours', `the container ${name} is not of this instance`)
  return stateOf(info)
}

const volumeLabels = ({ 'gapless.instance': instance, 'gapless.team': team }: OwnershipLabels) => ({
  'gapless.instance': instance,
  ...(team === undefined ? {} : { 'gapless.team': team }),
})

/**
 * Hardened for software that nobody here has read: no new privileges, no raw sockets, bounded processes and logs.
 */
const createOptions = (spec: ContainerSpec): Dockerode.ContainerCreateOptions => ({
  name: spec.name,
  Image: spec.image,
  Labels: { ...spec.labels },
  Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
  ...(spec.command ? { Cmd: [...spec.command] } : {}),
  StopTimeout: spec.stopGraceSeconds,
  HostConfig: {
    NetworkMode: spec.network.name,
    // One that ends before it has served stays as it is, to be looked at; see keepContainerRunning.
    RestartPolicy: { Name: 'no' },
    SecurityOpt: ['no-new-privileges'],
    CapDrop: ['NET_RAW'],
    PidsLimit: 1024,
    LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
    Mounts: spec.mounts.map((mount) => ({
      Type: 'volume',
      Source: mount.volume,
      Target: mount.path,
      VolumeOptions: {
        NoCopy: false,
        Labels: volumeLabels(spec.labels),
        DriverConfig: { Name: 'local', Options: {} },
      },
    })),
    ...(spec.cpus ? { NanoCpus: Math.round(spec.cpus * 1e9) } : {}),
    ...(spec.memoryBytes ? { Memory: spec.memoryBytes, MemorySwap: spec.memoryBytes } : {}),
  },
  NetworkingConfig: {
    EndpointsConfig: {
      [spec.network.name]: spec.network.address ? { IPAMConfig: { IPv4Address: spec.network.address } } : {},
    },
  },
})

/**
 * The engine would mount any volume of that name, whoever's data it holds: two names put together may be the same as two
 * others, and an app's name is free again once it is deleted, while its data stays.
 */
const refuseForeignVolume = async (
  docker: Dockerode,
  labels: OwnershipLabels,
  { volume: name, hadBefore }: ContainerSpec['mounts'][number],
): Promise<void> => {
  const volume = await orNull(() => docker.getVolume(name).inspect())
  if (!volume) return
  if (volume.Labels?.['gapless.instance'] !== labels['gapless.instance'])
    throw new EngineError('not_ours', `the volume ${name} is not of this instance`)
  if (isAnotherTeams(volume.Labels, labels))
    throw new EngineError('not_ours', `the volume ${name} is not the team’s; give the volume another name`)
  // Volumes had no team on them once: such a one is whose app has used it.
  if (volume.Labels?.['gapless.team'] === undefined && labels['gapless.team'] !== undefined && !hadBefore)
    throw new EngineError('not_ours', `the volume ${name} was there before the app; give the volume another name`)
}

const isAnotherTeams = (found: Readonly<Record<string, string>> | undefined, labels: OwnershipLabels): boolean => {
  const team = found?.['gapless.team']
  return team !== undefined && team !== labels['gapless.team']
}

/**
 * Create, start, inspect: the shortest way there is. A container of that name that is ours is used as it is. With
 * `mayStart`, which throws if not, it is started only if it never was; one that the engine cannot start again is not made
 * anew then, for it may have run.
 */
export const runContainer = async (
  docker: Dockerode,
  instanceId: string,
  spec: ContainerSpec,
  mayStart?: () => Promise<void>,
): Promise<ContainerState> => {
  if (spec.labels['gapless.instance'] !== instanceId) throw new EngineError('not_ours', 'a container needs our label')
  await Promise.all(spec.mounts.map((mount) => refuseForeignVolume(docker, spec.labels, mount)))
  const known = await createUnlessThere(docker, instanceId, spec)
  if (known && (known.status === 'running' || (mayStart && known.startedAt !== null))) return known
  await mayStart?.()
  const container = docker.getContainer(spec.name)
  await asking(async () => {
    await container.start().catch(async (error: unknown) => {
      if (known && !mayStart && cannotStartAgain(error)) {
        await container.remove({ force: true })
        await docker.createContainer(createOptions(spec))
        await container.start()
      } else if (statusOf(error) !== 304) throw error
    })
  })
  return stateOf(await asking(() => container.inspect()))
}

/** Creates it and answers null, or answers the one of that name, if it is ours. */
const createUnlessThere = async (
  docker: Dockerode,
  instanceId: string,
  spec: ContainerSpec,
): Promise<ContainerState | null> => {
  try {
    await docker.createContainer(createOptions(spec))
    return null
  } catch (error) {
    if (statusOf(error) !== 409) throw await asking(() => Promise.reject(error)).catch((mapped: unknown) => mapped)
    const known = await ownContainer(docker, instanceId, spec.name)
    if (!known) throw new EngineError('engine_error', `the name ${spec.name} is in use`)
    if (isAnotherTeams(known.labels, spec.labels))
      throw new EngineError('not_ours', `the container ${spec.name} is not the team’s`)
    return known
  }
}

/**
 * A replica that serves is restarted by the engine, whether it crashed or the machine did, without the control plane.
 * One that was stopped stays so, even if the engine is started anew.
 */
export const keepContainerRunning = async (docker: Dockerode, instanceId: string, name: string): Promise<void> => {
  const state = await ownContainer(docker, instanceId, name)
  if (!state) throw new EngineError('engine_error', `the container ${name} is gone`)
  await asking(() => docker.getContainer(state.id).update({ RestartPolicy: { Name: 'unless-stopped' } }))
}

export const listContainers = async (
  docker: Dockerode,
  instanceId: string,
  labels: Partial<OwnershipLabels>,
): Promise<ContainerState[]> => {
  const wanted = { ...labels, 'gapless.instance': instanceId }
  const label = Object.entries(wanted).map(([name, value]) => `${name}=${value}`)
  const found = await asking(() => docker.listContainers({ all: true, filters: { label } }))
  const states = await Promise.all(found.map((one) => inspectContainer(docker, instanceId, one.Id)))
  // One that went away between the two calls is not there.
  return states.filter((state) => state !== null)
}

export const summarise = async (docker: Dockerode, instanceId: string): Promise<ContainerSummary[]> => {
  const filters = { label: [`gapless.instance=${instanceId}`] }
  const found = await asking(() => docker.listContainers({ all: true, filters }))
  return found.map((one) => ({
    name: (one.Names[0] ?? '').replace(/^\//, ''),
    labels: one.Labels,
    status: statuses.find((status) => status === one.State) ?? 'dead',
    createdAt: new Date(one.Created * 1000).toISOString(),
  }))
}

export const stopContainer = async (docker: Dockerode, instanceId: string, name: string, graceSeconds: number) => {
  const state = await ownContainer(docker, instanceId, name)
  if (!state || state.status === 'exited' || state.status === 'created') return
  await asking(async () => {
    await docker
      .getContainer(state.id)
      .stop({ t: graceSeconds })
      .catch((error: unknown) => {
        if (statusOf(error) !== 304 && statusOf(error) !== 404) throw error
      })
  })
}

export const removeContainer = async (docker: Dockerode, instanceId: string, name: string): Promise<void> => {
  const state = await ownContainer(docker, instanceId, name)
  if (!state) return
  await asking(async () => {
    await docker
      .getContainer(state.id)
      .remove({ force: true, v: true })
      .catch((error: unknown) => {
        // 409: another caller is removing it already.
        if (statusOf(error) !== 404 && statusOf(error) !== 409) throw error
      })
  })
}
