import { assertMay } from '@/core/access/policy'
import { mergePatch } from '@/core/apps/merge-patch'
import { invalid, notFound } from '@/core/errors'
import { registrySchema } from '@/core/registries/schema'
import { sealContexts } from '@/core/secrets/seal-contexts'
import { parseValues } from '@/core/validation'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { isUniqueViolation } from '@/services/unique-violation'
import { registryConflict } from './registry-conflict'
import { type RegistryView, registryView } from './registry-view'

/**
 * Changes a registry login by a JSON merge patch. Another host takes the password anew: a stored one must not be sent
 * elsewhere. Throws not_found, invalid and conflict.
 */
export const updateRegistry: Service<{ registryId: string; patch: Record<string, unknown> }, RegistryView> = async ({
  ctx,
  input,
}) => {
  assertMay(ctx.actor, 'registry.update')
  const found = await ctx.db.registry.findUnique({ where: { id: input.registryId } })
  if (!found) throw notFound('registry')
  const context = sealContexts.registryPassword(found.id)
  const { name, host, username } = found
  const before = { name, host, username }
  const current = { ...before, password: ctx.vault.open(found.passwordSealed, context) }
  const { password, ...after } = parseValues(registrySchema, mergePatch(current, input.patch))
  if (after.host !== host && !('password' in input.patch)) {
    throw invalid([{ path: 'password', message: 'Give the password for the new host as well.' }])
  }
  const row = await ctx.db
    .$transaction(async (tx) => {
      await recordAuditEvent(tx, ctx.actor, {
        action: 'registry.update',
        target: { type: 'registry', id: found.id, name: after.name },
        before,
        after: { ...after, passwordChanged: 'password' in input.patch },
      })
      return tx.registry.update({
        where: { id: found.id },
        data: { ...after, passwordSealed: ctx.vault.seal(password, context) },
      })
    })
    .catch(async (error: unknown) => {
      throw isUniqueViolation(error) ? await registryConflict(ctx, { id: found.id, ...after }) : error
    })
  return registryView(row)
}
