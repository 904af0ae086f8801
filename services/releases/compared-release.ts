import { runSettingsSchema } from '@/core/apps/schema'
import type { Release } from '@/prisma/generated/client'
import { openEnv } from '@/services/apps/env-seal'
import type { Context } from '@/services/context'

/** A release as core compares it, its env opened. */
export const comparedRelease = (ctx: Pick<Context, 'vault'>, release: Release) => ({
  image: release.image,
  digest: release.digest,
  settings: runSettingsSchema.parse(release.runSettings),
  env: openEnv(ctx.vault, release.appId, release.envSealed),
})
