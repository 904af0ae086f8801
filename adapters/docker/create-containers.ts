import type Dockerode from 'dockerode'
import { type ContainerEngine, type Containers, EngineError } from '@/core/ports/containers'
import type { HostTarget } from '@/core/ports/host-target'
import {
  inspectContainer,
  keepContainerRunning,
  listContainers,
  removeContainer,
  runContainer,
  stopContainer,
  summarise,
} from './containers'
import { askingWithin, orNull } from './errors'
import { askRegistry, findImage, pull, tagImage, untagImage } from './images'
import { followLogs, readLogs } from './logs'
import { ensureNetwork, removeNetwork } from './networks'
import { readDiskBytes, readUsage } from './usage'
import { waitForExit } from './wait-for-exit'
import { watchContainers } from './watch'

/** The first question to any host: longer than this and the host counts as unreachable. */
const infoTimeoutMs = 8000

/** The containers port on Docker. `docker` gives the client of a host (adapters/docker/client). */
export const createContainers = (docker: (host: HostTarget) => Dockerode): Containers => ({
  engine: (host) => engineOf(docker(host), host.instanceId),
})

const engineOf = (docker: Dockerode, instanceId: string): ContainerEngine => {
  const ownId = async (name: string): Promise<string> => {
    const state = await inspectContainer(docker, instanceId, name)
    if (!state) throw new EngineError('engine_error', `there is no container ${name}`)
    return state.id
  }
  return {
    info: async () => {
      const [info, bridge, own] = await Promise.all([
        askingWithin(infoTimeoutMs, () => docker.info()),
        // The engine makes its own bridge anew whenever it starts.
        askingWithin(infoTimeoutMs, () => orNull(() => docker.getNetwork('bridge').inspect())),
        askingWithin(infoTimeoutMs, () =>
          docker.listContainers({ filters: { label: [`gapless.instance=${instanceId}`] } }),
        ),
      ])
      return {
        id: info.ID,
        session: bridge?.Id ?? null,
        engineVersion: info.ServerVersion,
        operatingSystem: info.OperatingSystem,
        cpus: info.NCPU,
        memoryBytes: info.MemTotal,
        ownContainers: own.length,
      }
    },
    findImage: (reference) => findImage(docker, reference),
    askRegistry: (reference, login, timeoutMs) => askRegistry(docker, reference, login, timeoutMs),
    pull: (reference, login, onProgress, signal) => pull(docker, reference, login, onProgress, signal),
    tag: (imageId, tag) => tagImage(docker, instanceId, imageId, tag),
    untag: (tag) => untagImage(docker, instanceId, tag),
    ensureNetwork: (teamKey) => ensureNetwork(docker, instanceId, teamKey),
    removeNetwork: (teamKey) => removeNetwork(docker, instanceId, teamKey),
    run: (spec) => runContainer(docker, instanceId, spec),
    runOnce: (spec, mayStart) => runContainer(docker, instanceId, spec, mayStart),
    keepRunning: (name) => keepContainerRunning(docker, instanceId, name),
    inspect: (name) => inspectContainer(docker, instanceId, name),
    list: (labels) => listContainers(docker, instanceId, labels),
    summaries: () => summarise(docker, instanceId),
    stop: (name, graceSeconds) => stopContainer(docker, instanceId, name, graceSeconds),
    remove: (name) => removeContainer(docker, instanceId, name),
    waitForExit: (name, signal) => waitForExit(docker, instanceId, name, signal),
    logs: async (name, tail) => readLogs(docker, await ownId(name), tail),
    followLogs: async function* (name, tail, signal) {
      yield* followLogs(docker, await ownId(name), tail, signal)
    },
    usage: async (name) => readUsage(docker, await ownId(name)),
    diskBytes: () => readDiskBytes(docker),
    watch: (signal) => watchContainers(docker, instanceId, signal),
    removeVolume: async (name) => {
      const volume = await orNull(() => docker.getVolume(name).inspect())
      if (!volume) return
      if (volume.Labels?.['gapless.instance'] !== instanceId) {
        throw new EngineError('not_ours', `the volume ${name} is not of this instance`)
      }
      await orNull(() => docker.getVolume(name).remove())
    },
  }
}
