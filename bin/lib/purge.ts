import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Docker from 'dockerode'
import { home } from './home'
import type { Instance } from './identity'
import { sharedFolder } from './postgres'

/** Removes the instance: what it made in Docker, by its label, and the content of its state folder. */
export async function purge(instance: Instance | null): Promise<void> {
  if (instance) {
    await removeFromDocker(instance.id)
    rmSync(sharedFolder(instance), { recursive: true, force: true })
  }
  for (const name of readdirSync(home.root)) rmSync(join(home.root, name), { recursive: true, force: true })
}

/** Containers, networks, volumes and images that carry the instance's label or, for pulled images, its tags. */
async function removeFromDocker(instanceId: string): Promise<void> {
  const reachable = await new Docker({ timeout: 5_000 }).ping().then(
    () => true,
    () => false,
  )
  if (!reachable) return
  await removeContainers(instanceId)
  const docker = new Docker()
  const filters = { label: [`gapless.instance=${instanceId}`] }
  const { Volumes: volumes } = await docker.listVolumes({ filters })
  await Promise.all((volumes ?? []).map((one) => absentIsFine(docker.getVolume(one.Name).remove({ force: true }))))
  await removeImageNames(instanceId)
  const labelled = await docker.listImages({ filters })
  for (const image of labelled) await absentIsFine(docker.getImage(image.Id).remove({ force: true }))
}

/** Containers of the instance, whatever their state, and the networks they were in. */
export async function removeContainers(instanceId: string): Promise<void> {
  const docker = new Docker()
  const filters = { label: [`gapless.instance=${instanceId}`] }
  const containers = await docker.listContainers({ all: true, filters })
  await Promise.all(containers.map((one) => absentIsFine(docker.getContainer(one.Id).remove({ force: true, v: true }))))
  const networks = await docker.listNetworks({ filters })
  await Promise.all(networks.map((one) => absentIsFine(docker.getNetwork(one.Id).remove())))
}

/** Takes the names that are the instance's off their images; one that has others too stays under these. */
export async function removeImageNames(instanceId: string): Promise<void> {
  const docker = new Docker()
  const own = [`gapless-${instanceId}/`, `demo-${instanceId}/`]
  const reference = own.flatMap((start) => [`${start}*`, `${start}*/*`])
  const tagged = await docker.listImages({ filters: { reference } })
  const names = tagged.flatMap(({ RepoTags: tags }) =>
    (tags ?? []).filter((tag) => own.some((one) => tag.startsWith(one))),
  )
  for (const name of names) await absentIsFine(docker.getImage(name).remove({ noprune: false }))
}

async function absentIsFine(removal: Promise<unknown>): Promise<void> {
  await removal.catch((error: unknown) => {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
    if (status !== 404 && status !== 409) throw error
  })
}
