import { parseImageReference } from '@/core/apps/image-reference'
import {
  type ContainerEngine,
  EngineError,
  type LocalImage,
  type PullProgress,
  type RegistryLogin,
} from '@/core/ports/containers'
import { sealContexts } from '@/core/secrets/seal-contexts'
import type { Context } from '@/services/context'

/** How long a registry may take to say which digest a tag has (design: 3 s). */
const registryTimeoutMs = 3000

export interface ResolvedImage {
  image: LocalImage
  /** Repository digest, or the image id where the image has no repository. */
  digest: string
  pulled: boolean
}

/** The team's login for the image's registry, null where it has none. */
export const registryLogin = async (ctx: Context, image: string): Promise<RegistryLogin | null> => {
  const { registry } = parseImageReference(image)
  const row = await ctx.db.registry.findFirst({ where: { host: registry } })
  if (!row) return null
  return {
    host: row.host,
    username: row.username,
    password: ctx.vault.open(row.passwordSealed, sealContexts.registryPassword(row.id)),
  }
}

/**
 * Finds out what exactly an image reference means now and makes it present on the engine. A local image without a
 * repository digest is what it is, and the host's owner's; to other teams that may use the host it is not there. For any
 * other the registry is asked with the team's login even if the image is present: a tag may have moved, and another
 * team's image must not be had by naming it. Throws EngineError.
 */
export const resolveImage = async (call: {
  ctx: Context
  host: { teamId: string }
  engine: ContainerEngine
  image: string
  onProgress: (progress: PullProgress) => void
  signal?: AbortSignal
}): Promise<ResolvedImage> => {
  const { ctx, host, engine, image, onProgress, signal } = call
  const mayBeLocal = host.teamId === ctx.actor.teamId || image === ctx.instance.sampleImage
  const local = mayBeLocal ? await engine.findImage(image) : null
  if (local && local.digests.length === 0) return { image: local, digest: local.id, pulled: false }
  const login = await registryLogin(ctx, image)
  const digest = await engine.askRegistry(image, login, registryTimeoutMs)
  const exact = `${parseImageReference(image).name}@${digest}`
  const present = await engine.findImage(exact)
  if (present) return { image: present, digest, pulled: false }
  const pulled = await engine.pull(exact, login, onProgress, signal)
  if (!pulled.digests.some((known) => known.endsWith(digest))) {
    throw new EngineError('engine_error', `the engine pulled ${exact} but holds another digest`)
  }
  return { image: pulled, digest, pulled: true }
}
