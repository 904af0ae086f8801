import type { z } from 'zod'
import { assertMay, roleAtLeast } from '@/core/access/policy'
import { forbidden, invalid } from '@/core/errors'
import type { tokenSchema } from '@/core/tokens/schema'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context, Service } from '@/services/context'
import { scopeOf } from './token-scope'
import { newTokenSecret } from './token-secret'
import { type TokenView, tokenInclude, tokenView } from './token-view'

type Input = z.output<typeof tokenSchema>

/**
 * Makes an API token; `token` is in this answer and never again. Throws forbidden for a role above one's own, and invalid
 * for an app that one does not see. Made with a token, it is over with that one at the latest.
 */
export const createToken: Service<Input, TokenView & { token: string }> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'token.create')
  assertRole(ctx, input.role)
  const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt)
  if (expiresAt && expiresAt <= ctx.clock.now()) {
    throw invalid([{ path: 'expiresAt', message: 'Choose a time in the future.' }])
  }
  const ends = ctx.actor.type === 'token' ? await endOfToken(ctx) : null
  if (ends && expiresAt && expiresAt > ends) {
    const message = `The token that asks for it is over at ${ends.toISOString()}: choose that time, or an earlier one.`
    throw invalid([{ path: 'expiresAt', message }])
  }
  const { token, hash, prefix } = await newTokenSecret()
  const { teamId } = ctx.actor
  const row = await ctx.db.$transaction(async (tx) => {
    const appIds = await scopeOf(tx, ctx, input)
    const { id, name, role } = await tx.apiToken.create({
      data: {
        teamId,
        name: input.name,
        role: input.role,
        hash,
        prefix,
        // What an operator may is about hosts, which no app's token is for.
        isOperator: ctx.actor.isOperator && input.role !== 'metrics' && appIds === null,
        createdBy: ctx.actor.id,
        expiresAt: expiresAt ?? ends,
        onlyListedApps: appIds !== null,
      },
    })
    await tx.apiTokenApp.createMany({ data: (appIds ?? []).map((appId) => ({ teamId, tokenId: id, appId })) })
    const created = await tx.apiToken.findUniqueOrThrow({ where: { id }, include: tokenInclude })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'token.create',
      target: { type: 'token', id, name },
      after: { role, expiresAt: created.expiresAt?.toISOString() ?? null, apps: appNames(tokenView(created)) },
    })
    return created
  })
  return { ...tokenView(row), token }
}

const endOfToken = async ({ db, actor }: Context): Promise<Date | null> => {
  const own = await db.apiToken.findUnique({ where: { id: actor.id }, select: { expiresAt: true } })
  return own?.expiresAt ?? null
}

const appNames = ({ apps }: TokenView): string[] | null => apps?.map(({ name }) => name) ?? null

/** Metrics tell about the whole instance, so that role is not below everybody's. */
const assertRole = (ctx: Context, role: Input['role']): void => {
  const lowest = role === 'metrics' ? 'admin' : role
  if (roleAtLeast(ctx.actor.role, lowest)) return
  throw forbidden(`A token of role ${role} takes at least the role ${lowest}; yours is ${ctx.actor.role}.`)
}
