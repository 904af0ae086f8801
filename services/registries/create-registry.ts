import type { z } from 'zod'
import { assertMay } from '@/core/access/policy'
import type { registrySchema } from '@/core/registries/schema'
import { sealContexts } from '@/core/secrets/seal-contexts'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { isUniqueViolation } from '@/services/unique-violation'
import { registryConflict } from './registry-conflict'
import { type RegistryView, registryView } from './registry-view'

/** Keeps a login for a registry; images from its host are pulled with it. Throws conflict (host_taken, name_taken). */
export const createRegistry: Service<z.output<typeof registrySchema>, RegistryView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'registry.create')
  const { password, ...shown } = input
  const row = await ctx.db
    .$transaction(async (tx) => {
      // The password is sealed for the registry's id, so the row comes first.
      const { id } = await tx.registry.create({ data: { teamId: ctx.actor.teamId, ...shown, passwordSealed: '' } })
      const passwordSealed = ctx.vault.seal(password, sealContexts.registryPassword(id))
      await recordAuditEvent(tx, ctx.actor, {
        action: 'registry.create',
        target: { type: 'registry', id, name: shown.name },
        after: shown,
      })
      return tx.registry.update({ where: { id }, data: { passwordSealed } })
    })
    .catch(async (error: unknown) => {
      throw isUniqueViolation(error) ? await registryConflict(ctx, { id: null, ...shown }) : error
    })
  return registryView(row)
}
