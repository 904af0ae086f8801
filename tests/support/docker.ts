import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import Dockerode from 'dockerode'
import { pack } from 'tar-stream'
import { createDockerClients } from '@/adapters/docker/client'
import { createContainers } from '@/adapters/docker/create-containers'
import type { ContainerEngine } from '@/core/ports/containers'
import { ensureImage } from '@/docker/build/build-image'
import { proxyRecipe, sampleAppRecipe } from '@/docker/build/recipe'

const project = join(import.meta.dirname, '../..')

/** The engine that DOCKER_HOST names, else the machine's own. */
export const testDocker = (): Dockerode => new Dockerode()

/** Docker clients for hosts of the operator, which may be anywhere. */
export const dockerClients = () =>
  createDockerClients({ resolver: { resolve: async () => [] }, mayConnect: () => false })

/** This machine's engine, as an instance has it that is the operator's. */
export const localEngine = (instanceId: string): ContainerEngine =>
  createContainers(dockerClients()).engine({
    id: 'local',
    instanceId,
    endpoint: { type: 'socket', path: '/var/run/docker.sock' },
    engineId: null,
    anyAddress: true,
  })

/** An instance of our own, so that no running one is touched. */
export const randomInstanceId = (): string => randomBytes(3).toString('hex')

/**
 * The sample app's image of a version, such as `v1`; built once on this machine and kept for the next tests. Returns
 * its tag, which is not one of ours, as a user's would not be.
 */
export async function sampleImage(version: string): Promise<string> {
  const tag = `sample-app-for-tests:${version}`
  await ensureImage({ docker: testDocker(), recipe: sampleAppRecipe(project, version), tag, labels: {} })
  return tag
}

/** The proxy's image, built once on this machine for all tests and kept. Returns its tag. */
export async function proxyImage(): Promise<string> {
  const tag = 'proxy-for-tests:latest'
  await ensureImage({ docker: testDocker(), recipe: proxyRecipe(project), tag, labels: {} })
  return tag
}

/** An image of a few bytes that cannot be run, for what is only about pushing and pulling. Returns its tag. */
export async function tinyImage(instanceId: string, docker = testDocker()): Promise<string> {
  const repo = `gapless-${instanceId}/tiny`
  const archive = pack()
  archive.entry({ name: 'nothing.txt' }, instanceId)
  archive.finalize()
  const changes = `LABEL gapless.instance=${instanceId}`
  const stream = await docker.importImage(Readable.from(archive), { repo, tag: 'v1', changes })
  await finished(stream.resume())
  return `${repo}:v1`
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'statusCode' in error && (error.statusCode === 404 || error.statusCode === 409)

/** Gone already, or being removed by somebody else, is as good. */
const ifThere = async (removal: Promise<unknown>): Promise<void> => {
  await removal.catch((error: unknown) => {
    if (!isGone(error)) throw error
  })
}

/** What the engine still has of this instance, by label and, for images, by tag: `kind name`. */
export async function leftOf(instanceId: string, docker = testDocker()): Promise<string[]> {
  const filters = { label: [`gapless.instance=${instanceId}`] }
  const [containers, networks, volumes, images] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
    tagsOf(instanceId, docker),
  ])
  return [
    ...containers.map((one) => `container ${one.Names.join(' ')}`),
    ...networks.map((one) => `network ${one.Name}`),
    ...(volumes.Volumes ?? []).map((one) => `volume ${one.Name}`),
    ...images.map((tag) => `image ${tag}`),
  ]
}

async function tagsOf(instanceId: string, docker: Dockerode): Promise<string[]> {
  const images = await docker.listImages()
  return images.flatMap((image) => (image.RepoTags ?? []).filter((tag) => tag.startsWith(`gapless-${instanceId}/`)))
}

/** Removes everything of a test's instance: containers, networks, volumes, and images by label and by tag. */
export async function removeInstance(instanceId: string, docker = testDocker()): Promise<void> {
  const filters = { label: [`gapless.instance=${instanceId}`] }
  const containers = await docker.listContainers({ all: true, filters })
  await Promise.all(containers.map((one) => ifThere(docker.getContainer(one.Id).remove({ force: true, v: true }))))
  const [networks, { Volumes: volumes }] = await Promise.all([
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ])
  await Promise.all(networks.map((one) => ifThere(docker.getNetwork(one.Id).remove())))
  await Promise.all((volumes ?? []).map((one) => ifThere(docker.getVolume(one.Name).remove({ force: true }))))
  for (const tag of await tagsOf(instanceId, docker)) await ifThere(docker.getImage(tag).remove())
  for (const image of await docker.listImages({ filters }))
    await ifThere(docker.getImage(image.Id).remove({ force: true }))
}
