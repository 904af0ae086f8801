import Docker from 'dockerode'
import { dockerNeeds, ensureDocker } from '../docker-engine'
import { Fault } from '../fault'
import { findProgram } from '../packages'
import { step } from '../progress'
import { removeContainers, removeImageNames } from '../purge'
import type { Settings } from '../settings'

/**
 * Takes away what an instance without apps has in Docker, before its state folder becomes another instance: by then no
 * command would know its proxies any more, and Docker would keep them and their ports for ever. Throws a {@link Fault}
 * where it has more than that, which may be of use to somebody, and where no engine says what it has.
 */
export async function removeReplaced({ DOCKER_HOST }: Settings, instanceId: string): Promise<void> {
  const needs = await dockerNeeds(DOCKER_HOST)
  // Never installed, so there is nothing of it.
  if (needs.length > 0 && findProgram('dockerd') === null) return
  await ensureDocker()
  const { proxies, others } = await whatIsOf(instanceId)
  if (others.length > 0) throw new Fault(whatElse(instanceId, others))
  if (proxies.length > 0) {
    await step(`Removing the proxies of instance ${instanceId}, which has no apps`, () => removeContainers(instanceId))
  }
  await removeImageNames(instanceId)
}

async function whatIsOf(instanceId: string): Promise<{ proxies: string[]; others: string[] }> {
  const docker = new Docker()
  const filters = { label: [`gapless.instance=${instanceId}`] }
  const containers = await docker.listContainers({ all: true, filters })
  const { Volumes: volumes } = await docker.listVolumes({ filters })
  const named = (ones: typeof containers) => ones.map(({ Names: [name = ''] }) => `container ${name.slice(1)}`)
  const isProxy = ({ Labels }: (typeof containers)[number]) => Labels['gapless.role'] === 'proxy'
  return {
    proxies: named(containers.filter(isProxy)),
    others: [
      ...named(containers.filter((one) => !isProxy(one))),
      ...(volumes ?? []).map(({ Name }) => `volume ${Name}`),
    ],
  }
}

const whatElse = (instanceId: string, others: readonly string[]): string =>
  `Instance ${instanceId}, which this state folder belongs to, has more in Docker than its proxies (${others.slice(0, 3).join(', ')}), and no command would know it any more. Restore into a state folder of its own (GAPLESS_HOME) and an empty database. If nothing of instance ${instanceId} is needed, remove it first with bin/down --purge; that empties this folder as well, secrets.json included. Nothing was restored.`
