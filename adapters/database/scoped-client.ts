import type { PrismaClient } from '@/prisma/generated/client'
import { type Scope, scopeArgs } from './scope-args'
import { isModel, models } from './team-models'

/**
 * A client that sees and writes one team's rows only, and of apps those in its scope, by construction: every query on a
 * team's model is narrowed before it is sent, inside transactions too. Raw SQL and models that belong to no team are refused. That a row refers to rows
 * of its own team only is seen to by the database (migration same_team_references).
 */
export const scopedTo = (database: PrismaClient, scope: Scope): PrismaClient => {
  const refuse = (): never => {
    throw new Error('raw SQL is not allowed on a client that is scoped to a team')
  }
  const extended = database.$extends({
    name: 'team-scope',
    query: {
      $queryRaw: refuse,
      $executeRaw: refuse,
      $queryRawUnsafe: refuse,
      $executeRawUnsafe: refuse,
      $allModels: {
        $allOperations: async ({ model, operation, args, query }) => {
          if (!isModel(model) || !models[model].ofTeam) {
            throw new Error(`${model} belongs to no team; use the instance's client`)
          }
          // Narrowed arguments have the shape of those that came in.
          const result = await query(scopeArgs(model, operation, args, scope) as typeof args)
          // Where another team's row is in the way, the database writes nothing and answers nothing.
          if (operation === 'upsert' && result === null) throw new Error(`this ${model} is another team's`)
          return result
        },
      },
    },
  })
  // The extension changes what queries do and not what they look like, so the plain client's type still describes it.
  return extended as unknown as PrismaClient
}
