import { fileURLToPath } from 'node:url'
import type Dockerode from 'dockerode'
import { ensureImage } from '@/docker/build/build-image'
import { proxyRecipe } from '@/docker/build/recipe'

const root = fileURLToPath(new URL('../..', import.meta.url))
const repository = (instanceId: string): string => `gapless-${instanceId}/proxy`

/** The proxy's image as the product ships it, built from this machine's programs, under the test's own name. */
export const proxyImageFor = async (docker: Dockerode, instanceId: string): Promise<string> => {
  const tag = `${repository(instanceId)}:test`
  const labels = { 'gapless.instance': instanceId }
  await ensureImage({ docker, recipe: proxyRecipe(root), tag, labels, mode: 'offline' })
  return tag
}

/** Removes what {@link proxyImageFor} made, the stand-in for its base included. */
export const removeProxyImages = async (docker: Dockerode, instanceId: string): Promise<void> => {
  const images = await docker.listImages({ filters: { label: [`gapless.instance=${instanceId}`] } })
  const tags = images.flatMap((image) => image.RepoTags ?? []).filter((tag) => tag.startsWith(repository(instanceId)))
  for (const tag of tags.sort()) await docker.getImage(tag).remove()
}
