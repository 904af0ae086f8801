import type Dockerode from 'dockerode'
import { z } from 'zod'
import type { HostTarget } from '@/core/ports/host-target'
import { hostLabel, instanceLabel, isNameTaken, portLabel, roleLabel, securePortLabel, unavailable } from './owned'

/** Binding low ports, giving up root in the workers, and reaching them afterwards; nothing else. */
const capabilities = ['NET_BIND_SERVICE', 'SETUID', 'SETGID', 'KILL']

/** Together the two proxies have a thread for each core: more were measured to be slower, most of all on two cores. */
const threadsFor = (cpus: number): number => Math.min(8, Math.max(1, Math.ceil(cpus / 2)))

/**
 * Without systemd all containers together get the processor share of one process outside; on a busy machine that cost
 * the proxies most of their throughput, so there they stand beside Docker's group and not in it.
 */
const engineSchema = z.object({
  NCPU: z.number().catch(1),
  CgroupDriver: z.string().catch(''),
  CgroupVersion: z.string().catch(''),
})

export interface NewProxy {
  name: string
  image: string
  httpPort: number
  httpsPort: number
  /** Tar with the first configuration, see archive.ts. */
  state: Buffer
}

/**
 * Creates the container with its first configuration in place, not started. Returns its id; null when somebody else has
 * created it meanwhile.
 */
export const createProxy = async (docker: Dockerode, host: HostTarget, proxy: NewProxy): Promise<string | null> => {
  try {
    const info = engineSchema.parse(await docker.info())
    const container = await docker.createContainer({
      name: proxy.name,
      Image: proxy.image,
      Env: [`GAPLESS_THREADS=${threadsFor(info.NCPU)}`],
      Labels: {
        [instanceLabel]: host.instanceId,
        [hostLabel]: host.id,
        [roleLabel]: 'proxy',
        [portLabel]: String(proxy.httpPort),
        [securePortLabel]: String(proxy.httpsPort),
      },
      HostConfig: {
        NetworkMode: 'host',
        RestartPolicy: { Name: 'always' },
        // Beside Docker's group and not within: there all containers together weigh as much as one process. No more
        // than one, though: the clients and apps that a greedy proxy keeps waiting are its own.
        ...(info.CgroupDriver === 'cgroupfs' && info.CgroupVersion === '1' ? { CgroupParent: '/' } : {}),
        CapDrop: ['ALL'],
        CapAdd: capabilities,
        SecurityOpt: ['no-new-privileges'],
        LogConfig: { Type: 'json-file', Config: { 'max-size': '5m', 'max-file': '2' } },
      },
    })
    await container.putArchive(proxy.state, { path: '/' }).catch(async (error: unknown) => {
      await container.remove({ force: true, v: true })
      throw error
    })
    return container.id
  } catch (error) {
    if (isNameTaken(error)) return null
    throw unavailable('The proxy could not be created', error)
  }
}
