import { Readable } from 'node:stream'
import type Dockerode from 'dockerode'
import { pack } from 'tar-stream'
import { ImageBuildError, MissingProgramsError, sentenceOf } from './errors'
import { findImage } from './find-image'
import { followProgress, type OnProgress, Patience } from './follow'
import { ensurePublicBase, publicBase } from './public-base'
import type { Recipe } from './recipe'
import { type RecipeFile, readRecipeFiles, recipeHash } from './recipe-files'
import { ensureStandIn } from './stand-in'

const SILENCE_MS = 60_000
const recipeLabel = 'gapless.recipe'

export interface BuildRequest {
  docker: Dockerode
  recipe: Recipe
  /** `repository:tag` */
  tag: string
  labels: Readonly<Record<string, string>>
  onProgress?: OnProgress
  /** `public`: on the Dockerfile's own base; `offline`: on this machine's files; `auto`: the second if the first fails. */
  mode?: 'auto' | 'public' | 'offline'
}

interface Prepared extends BuildRequest {
  files: readonly RecipeFile[]
  base: string
  onProgress: OnProgress
}

async function build({ docker, recipe, tag, labels, files, base, onProgress }: Prepared): Promise<string> {
  const context = pack()
  for (const { name, mode, content } of files) context.entry({ name, mode, mtime: new Date(0) }, content)
  context.finalize()
  const patience = new Patience(SILENCE_MS)
  try {
    const stream = await docker.buildImage(Readable.from(context, { objectMode: false }), {
      t: tag,
      labels: { ...labels },
      buildargs: { ...recipe.buildArgs, BASE: base },
      rm: true,
      forcerm: true,
      abortSignal: patience.signal,
    })
    const imageId = await followProgress(docker, stream, (message) => {
      patience.heard()
      if (message.startsWith('Step ')) onProgress(`${recipe.name}: ${message}`)
    })
    if (imageId === null) throw new ImageBuildError('the engine ended the build without an image.')
    return imageId
  } catch (error) {
    const why = patience.signal.aborted ? 'nothing was heard for 60 s.' : sentenceOf(error)
    throw new ImageBuildError(`Building the image of the ${recipe.name} failed: ${why}`, { cause: error })
  } finally {
    patience.end()
  }
}

async function buildOffline(request: Prepared, reason: string): Promise<string> {
  const base = await ensureStandIn({ ...request, reason })
  return build({ ...request, base })
}

async function buildPublic(request: Prepared): Promise<string> {
  await ensurePublicBase(request.docker, request.base, request.onProgress)
  return build(request)
}

/**
 * Builds an image and tags it. Throws {@link MissingProgramsError}, naming Debian packages, when only the offline way
 * is left and programs for it are not installed; {@link ImageBuildError} otherwise.
 */
export async function buildImage(request: BuildRequest): Promise<{ imageId: string }> {
  const { recipe, mode = 'auto', onProgress = () => {} } = request
  const [files, hash] = await Promise.all([readRecipeFiles(recipe), recipeHash(recipe)])
  const dockerfile = files.find((file) => file.name === 'Dockerfile')?.content.toString('utf8') ?? ''
  const labels = { ...request.labels, [recipeLabel]: hash }
  const prepared = { ...request, labels, files, onProgress, base: publicBase(dockerfile) }
  if (mode === 'public') return { imageId: await buildPublic(prepared) }
  if (mode === 'offline') return { imageId: await buildOffline(prepared, 'It is to be built without a registry.') }
  try {
    return { imageId: await buildPublic(prepared) }
  } catch (error) {
    onProgress(`${recipe.name}: ${sentenceOf(error)}`)
    return { imageId: await buildOffline(prepared, sentenceOf(error)) }
  }
}

/** Like {@link buildImage}, but an image with this tag, these labels and an unchanged recipe is taken as it is. */
export async function ensureImage(request: BuildRequest): Promise<{ imageId: string }> {
  const labels = { ...request.labels, [recipeLabel]: await recipeHash(request.recipe) }
  const found = await findImage(request.docker, request.tag, labels)
  return found ? { imageId: found } : buildImage(request)
}
