import type { z } from 'zod'
import { assertMay } from '@/core/access/policy'
import { conflict, notFound } from '@/core/errors'
import { type hookSchema, mostHooks } from '@/core/hooks/schema'
import { sealContexts } from '@/core/secrets/seal-contexts'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import { newSigningSecret } from '@/services/channels/signing-secret'
import type { Service } from '@/services/context'
import { isUniqueViolation } from '@/services/unique-violation'
import { type HookView, hookView } from './hook-view'

type Input = z.output<typeof hookSchema> & { appId: string }

/**
 * Makes a deploy hook of an app; `secret`, which senders sign with, is in this answer and never again. Throws not_found
 * and conflict (name_taken, too_many_hooks).
 */
export const createHook: Service<Input, HookView & { secret: string }> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'hook.create')
  const { teamId } = ctx.actor
  const secret = newSigningSecret()
  const row = await ctx.db
    .$transaction(async (tx) => {
      // Changing the row locks it: hooks made at the same time are counted one after the other.
      const locked = await tx.app.updateMany({
        where: { id: input.appId, deletedAt: null },
        data: { updatedAt: ctx.clock.now() },
      })
      if (locked.count === 0) throw notFound('app')
      const app = await tx.app.findUniqueOrThrow({ where: { id: input.appId }, select: { name: true } })
      if ((await tx.deployHook.count({ where: { appId: input.appId } })) >= mostHooks) {
        throw conflict('too_many_hooks', `An app has at most ${mostHooks} deploy hooks; delete one that is not used.`)
      }
      // The secret is sealed for the hook's id, so the row comes first.
      const { id } = await tx.deployHook.create({
        data: { teamId, appId: input.appId, name: input.name, secretSealed: '', createdBy: ctx.actor.id },
      })
      await recordAuditEvent(tx, ctx.actor, {
        action: 'hook.create',
        target: { type: 'hook', id, name: input.name },
        after: { app: app.name },
      })
      return tx.deployHook.update({
        where: { id },
        data: { secretSealed: ctx.vault.seal(secret, sealContexts.hookSecret(id)) },
      })
    })
    .catch((error: unknown) => {
      if (isUniqueViolation(error)) throw conflict('name_taken', 'This app has a hook of that name already.', 'name')
      throw error
    })
  return { ...hookView(ctx, row), secret }
}
