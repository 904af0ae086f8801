import type { z } from 'zod'
import { assertMay, roleAtLeast } from '@/core/access/policy'
import { forbidden, invalid } from '@/core/errors'
import type { tokenSchema } from '@/core/tokens/schema'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context, Service } from '@/services/context'
import { newTokenSecret } from './token-secret'
import { type TokenView, tokenView } from './token-view'

type Input = z.output<typeof tokenSchema>

/** Makes an API token; `token` is in this answer and never again. Throws forbidden for a role above one's own. */
export const createToken: Service<Input, TokenView & { token: string }> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'token.create')
  assertRole(ctx, input.role)
  const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt)
  if (expiresAt && expiresAt <= ctx.clock.now()) {
    throw invalid([{ path: 'expiresAt', message: 'Choose a time in the future.' }])
  }
  const { token, hash, prefix } = await newTokenSecret()
  const row = await ctx.db.$transaction(async (tx) => {
    const created = await tx.apiToken.create({
      data: {
        teamId: ctx.actor.teamId,
        name: input.name,
        role: input.role,
        hash,
        prefix,
        isOperator: ctx.actor.isOperator && input.role !== 'metrics',
        createdBy: ctx.actor.id,
        expiresAt,
      },
    })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'token.create',
      target: { type: 'token', id: created.id, name: created.name },
      after: { role: created.role, expiresAt: expiresAt?.toISOString() ?? null },
    })
    return created
  })
  return { ...tokenView(row), token }
}

/** Metrics tell about the whole instance, so that role is not below everybody's. */
const assertRole = (ctx: Context, role: Input['role']): void => {
  const lowest = role === 'metrics' ? 'admin' : role
  if (roleAtLeast(ctx.actor.role, lowest)) return
  throw forbidden(`A token of role ${role} takes at least the role ${lowest}; yours is ${ctx.actor.role}.`)
}
