import type Dockerode from 'dockerode'
import { z } from 'zod'
import { EngineError, type LocalImage, type PullProgress, type RegistryLogin } from '@/core/ports/containers'
import { asking, engineError, orNull, statusOf } from './errors'

/** A name as the engine lists it: without Docker's own registry, with a tag. */
const listed = (reference: string): string => {
  const short = reference.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '')
  return short.includes(':') ? short : `${short}:latest`
}

/** A whole id is meant as one. A part of an id is not: the engine would take `cafe` for whichever image's begins so. */
const isMeant = (info: Dockerode.ImageInspectInfo, reference: string): boolean =>
  /^sha256:[a-f0-9]{64}$/.test(reference) ||
  !/^(?:sha256:)?[a-f0-9]+$/.test(reference) ||
  (info.RepoTags ?? []).some((tag) => listed(tag) === listed(reference))

export const findImage = async (docker: Dockerode, reference: string): Promise<LocalImage | null> => {
  const info = await orNull(() => docker.getImage(reference).inspect())
  if (!info || !isMeant(info, reference)) return null
  return { id: info.Id, digests: info.RepoDigests ?? [], sizeBytes: info.Size }
}

const authConfig = (login: RegistryLogin | null) =>
  login ? { username: login.username, password: login.password, serveraddress: login.host } : undefined

const distributionSchema = z.object({ Descriptor: z.object({ digest: z.string().regex(/^sha256:[a-f0-9]{64}$/) }) })

/** dockerode sends the login in a header, never in the address. It cannot abort this call, so the wait is bounded here. */
export const askRegistry = async (
  docker: Dockerode,
  reference: string,
  login: RegistryLogin | null,
  timeoutMs: number,
): Promise<string> => {
  const timeout = AbortSignal.timeout(timeoutMs)
  const late = new Promise<never>((_, reject) => {
    timeout.addEventListener('abort', () =>
      reject(new EngineError('registry_unreachable', `no answer within ${timeoutMs / 1000} s`)),
    )
  })
  const authconfig = authConfig(login)
  try {
    const answer: unknown = await Promise.race([
      docker.getImage(reference).distribution(authconfig ? { authconfig } : {}),
      late,
    ])
    return distributionSchema.parse(answer).Descriptor.digest
  } catch (error) {
    if (statusOf(error) === 404) throw new EngineError('image_not_found', engineError(error).message, { cause: error })
    throw deniedOrMissing(engineError(error, 'registry'), login)
  }
}

/** Registries answer "denied" for what does not exist as well; without a login that is the likelier reading of a 403. */
const deniedOrMissing = (error: EngineError, login: RegistryLogin | null): EngineError =>
  error.code === 'registry_denied' &&
  login === null &&
  /requested access to the resource is denied/i.test(error.message)
    ? new EngineError('image_not_found', error.message, { cause: error })
    : error

const progressSchema = z.looseObject({
  status: z.string().optional(),
  id: z.string().optional(),
  error: z.string().optional(),
  progressDetail: z.looseObject({ current: z.number().optional(), total: z.number().optional() }).optional(),
})

/** Lines a person wants to see: one when a layer is done, not one for each block of it. */
const worthSaying = new Set(['Pull complete', 'Already exists', 'Download complete', 'Status'])

export const pull = async (
  docker: Dockerode,
  reference: string,
  login: RegistryLogin | null,
  onProgress: (progress: PullProgress) => void,
  signal?: AbortSignal,
): Promise<LocalImage> => {
  const authconfig = authConfig(login)
  const stream = await asking(
    () => docker.pull(reference, { ...(authconfig ? { authconfig } : {}), ...(signal ? { abortSignal: signal } : {}) }),
    'registry',
  ).catch((error: unknown) => {
    // Told to stop is not a failure of the registry.
    signal?.throwIfAborted()
    throw error
  })
  await new Promise<void>((resolve, reject) => {
    const abort = () => reject(signal?.reason)
    signal?.addEventListener('abort', abort, { once: true })
    docker.modem.followProgress(
      stream,
      (error, output) => {
        signal?.removeEventListener('abort', abort)
        const failed = output?.map((event) => progressSchema.parse(event).error).find((text) => text !== undefined)
        if (error ?? failed) reject(engineError(error ?? new Error(failed), 'registry'))
        else resolve()
      },
      (event: unknown) => {
        const { status, id, progressDetail } = progressSchema.parse(event)
        if (!status || !(worthSaying.has(status) || status.startsWith('Status:'))) return
        onProgress({
          message: id ? `${id}: ${status}` : status,
          currentBytes: progressDetail?.current ?? 0,
          totalBytes: progressDetail?.total ?? 0,
        })
      },
    )
  })
  const image = await findImage(docker, reference)
  if (!image) throw new EngineError('image_not_found', `${reference} is not there after the pull`)
  return image
}

const assertOwnTag = (tag: string, instanceId: string): void => {
  if (!tag.startsWith(`gapless-${instanceId}/`))
    throw new EngineError('not_ours', `${tag} is not a name of this instance`)
}

export const tagImage = async (docker: Dockerode, instanceId: string, imageId: string, tag: string): Promise<void> => {
  assertOwnTag(tag, instanceId)
  const colon = tag.lastIndexOf(':')
  await asking(() => docker.getImage(imageId).tag({ repo: tag.slice(0, colon), tag: tag.slice(colon + 1) }))
}

export const untagImage = async (docker: Dockerode, instanceId: string, tag: string): Promise<void> => {
  assertOwnTag(tag, instanceId)
  await orNull(() => docker.getImage(tag).remove({ noprune: false }))
}
