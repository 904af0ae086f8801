import Docker from 'dockerode'
import { ensureImage } from '../../docker/build/build-image'
import { MissingProgramsError } from '../../docker/build/errors'
import { proxyRecipe, type Recipe, sampleAppRecipe } from '../../docker/build/recipe'
import { recipeHash } from '../../docker/build/recipe-files'
import { project } from './home'
import { installMissing } from './packages'
import { step } from './progress'

/** The proxy's image on the engine; its tag names what it was made of, so that a changed one gets another. */
export async function ensureProxyImage(instanceId: string): Promise<string> {
  const recipe = proxyRecipe(project)
  const tag = `gapless-${instanceId}/proxy:${(await recipeHash(recipe)).slice(0, 12)}`
  await ensure(recipe, tag, { 'gapless.instance': instanceId, 'gapless.role': 'proxy' })
  return tag
}

/** The sample app's image that shows this version; names that begin with gapless- are for releases. */
export async function ensureSampleImage(instanceId: string, version: string): Promise<string> {
  const tag = `demo-${instanceId}/sample-app:${version}`
  await ensure(sampleAppRecipe(project, version), tag, { 'gapless.instance': instanceId })
  return tag
}

async function ensure(recipe: Recipe, tag: string, labels: Record<string, string>): Promise<void> {
  const docker = new Docker()
  const title = `Image of the ${recipe.name}`
  const build = (note: (detail: string) => void) => ensureImage({ docker, recipe, tag, labels, onProgress: note })
  const missing = await step(
    title,
    async (note) => {
      try {
        await build(note)
        return null
      } catch (error) {
        if (error instanceof MissingProgramsError) return error
        throw error
      }
    },
    (lacks) => (lacks ? 'not yet' : 'done'),
  )
  if (!missing) return
  const why = `no image registry can be reached, so the image of the ${recipe.name} is made of them`
  await installMissing([{ programs: missing.programs, packages: missing.packages, why }])
  await step(title, build)
}
