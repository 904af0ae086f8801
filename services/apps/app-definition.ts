import type { AppDefinition } from '@/core/apps/schema'
import { liveSettingsSchema, runSettingsSchema } from '@/core/apps/schema'
import type { App } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { openEnv } from './env-seal'

/** What is said about an app in the audit log: its definition with the names of its env only. */
export const auditedDefinition = (app: AppDefinition) => {
  const { env, ...shown } = app
  return { ...shown, env: Object.keys(env) }
}

/** An app as it was last described, secrets in the clear: what a merge patch is applied to. */
export const definitionOf = (
  ctx: Context,
  app: App & { domains: { name: string }[]; hosts: { host: { name: string } }[] },
): AppDefinition => ({
  name: app.name,
  hosts: app.hosts.map((place) => place.host.name),
  ...(app.image === null ? {} : { image: app.image }),
  domains: app.domains.map((domain) => domain.name),
  env: openEnv(ctx.vault, app.id, app.envSealed),
  secretEnv: app.secretEnv,
  ...runSettingsSchema.parse(app.runSettings),
  ...liveSettingsSchema.parse(app.liveSettings),
})
