import { createHash } from 'node:crypto'
import type Dockerode from 'dockerode'
import { ImageBuildError, MissingProgramsError, sentenceOf } from './errors'
import { findImage } from './find-image'
import { followProgress, type OnProgress } from './follow'
import { busyboxApplets, missingPrograms, programFiles } from './machine-files'
import type { Recipe } from './recipe'
import { rootArchive } from './root-archive'

const architectures: Partial<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }
const underway = new WeakMap<Dockerode, Map<string, Promise<string>>>()

export interface StandInRequest {
  docker: Dockerode
  recipe: Recipe
  /** Tag of the image it is for; the stand-in's own is made from it. */
  tag: string
  labels: Readonly<Record<string, string>>
  onProgress: OnProgress
  /** Why there is no public base. */
  reason: string
}

async function refuseOtherMachine(docker: Dockerode): Promise<void> {
  const { Arch, Os } = await docker.version()
  if (Os === 'linux' && Arch === architectures[process.arch] && process.platform === 'linux') return
  throw new ImageBuildError(
    `The engine runs ${Os}/${Arch}, this machine ${process.platform}/${process.arch}: its programs cannot be used there.`,
  )
}

async function importStandIn({ docker, recipe, labels, onProgress }: StandInRequest, tag: string): Promise<string> {
  await refuseOtherMachine(docker)
  onProgress(`${recipe.name}: packing ${recipe.programs.map((program) => program.name).join(', ')} of this machine`)
  const [files, applets] = await Promise.all([programFiles(recipe.programs), busyboxApplets()])
  const stated = Object.entries(labels).map(([name, value]) => `LABEL ${JSON.stringify(name)}=${JSON.stringify(value)}`)
  const changes = ['ENV PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...stated].join('\n')
  const [repo, version] = tag.split(':')
  const archive = rootArchive(files, applets, recipe.users)
  try {
    await followProgress(docker, await docker.importImage(archive, { repo, tag: version, changes }), () => {})
    return tag
  } catch (error) {
    const why = `Packing this machine's programs for the ${recipe.name} failed: ${sentenceOf(error)}`
    throw new ImageBuildError(why, { cause: error })
  }
}

/**
 * A base image made of this machine's own programs, for a recipe whose public base cannot be had. Returns its tag;
 * made again only when the programs have changed. Throws {@link MissingProgramsError} when they are not installed.
 */
export async function ensureStandIn(request: StandInRequest): Promise<string> {
  const { docker, recipe } = request
  const missing = await missingPrograms(recipe.programs)
  if (missing.length > 0) throw new MissingProgramsError(recipe.name, missing, request.reason)
  const files = await programFiles(recipe.programs)
  const hash = createHash('sha256')
    .update(JSON.stringify([files, recipe.users]))
    .digest('hex')
    .slice(0, 12)
  const tag = `${request.tag.replace(/:[^:/]*$/, '')}-base:${hash}`
  if (await findImage(docker, tag, request.labels)) return tag
  // Two versions of one app are often built side by side; they share the stand-in.
  const known = underway.get(docker) ?? new Map<string, Promise<string>>()
  underway.set(docker, known)
  const made = known.get(tag) ?? importStandIn(request, tag).finally(() => known.delete(tag))
  known.set(tag, made)
  return made
}
