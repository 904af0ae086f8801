import type { AppDefinition } from '@/core/apps/schema'
import type { Prisma } from '@/prisma/generated/client'

/** An app as the audit log shows it: env by names only. */
export const auditedApp = (definition: AppDefinition): Prisma.InputJsonObject => {
  const { env, image, command, preDeploy, ...rest } = definition
  return {
    ...rest,
    image: image ?? null,
    command: command ?? null,
    preDeploy: preDeploy ? { ...preDeploy, database: preDeploy.database ?? null } : null,
    rollout: { ...rest.rollout },
    incidents: { ...rest.incidents },
    verification: { ...rest.verification },
    healthCheck: { ...rest.healthCheck },
    resources: definedOf(rest.resources),
    volumes: rest.volumes.map((volume) => ({ ...volume })),
    env: Object.keys(env),
  }
}

const definedOf = (values: Record<string, number | undefined>): Prisma.InputJsonObject =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
