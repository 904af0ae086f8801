import type { PrismaClient } from '@/prisma/generated/client'
import { isTeamModel } from './team-models'

type Args = Record<string, unknown>

const isRecord = (value: unknown): value is Args => typeof value === 'object' && value !== null && !Array.isArray(value)

const asRecord = (value: unknown): Args => (isRecord(value) ? value : {})

/** What each operation has to be told so that it stays within the team. */
const scoping: Record<string, readonly ('where' | 'data' | 'create')[]> = {
  findUnique: ['where'],
  findUniqueOrThrow: ['where'],
  findFirst: ['where'],
  findFirstOrThrow: ['where'],
  findMany: ['where'],
  count: ['where'],
  aggregate: ['where'],
  groupBy: ['where'],
  update: ['where'],
  updateMany: ['where'],
  updateManyAndReturn: ['where'],
  delete: ['where'],
  deleteMany: ['where'],
  upsert: ['where', 'create'],
  create: ['data'],
  createMany: ['data'],
  createManyAndReturn: ['data'],
}

/** The arguments of one query, narrowed to the team. Throws for an operation that nobody has thought about. */
export const scopeArgs = (operation: string, args: unknown, teamId: string): Args => {
  const parts = scoping[operation]
  if (!parts) throw new Error(`${operation} is not allowed on rows of a team`)
  const scoped: Args = { ...asRecord(args) }
  for (const part of parts) {
    const value = scoped[part]
    if (part === 'where') scoped.where = narrowed(asRecord(value), teamId)
    else scoped[part] = Array.isArray(value) ? value.map((row) => owned(row, teamId)) : owned(value, teamId)
  }
  if (isRecord(scoped.data) && !parts.includes('data') && 'teamId' in scoped.data) {
    throw new Error('a row cannot be moved to another team')
  }
  return scoped
}

/** A `teamId` of the caller's own must not replace ours: both have to hold. */
const narrowed = (where: Args, teamId: string): Args =>
  'teamId' in where && where.teamId !== teamId
    ? { ...where, teamId, AND: [{ teamId: where.teamId }] }
    : { ...where, teamId }

const owned = (row: unknown, teamId: string): Args => {
  const record = asRecord(row)
  if ('teamId' in record && record.teamId !== teamId) throw new Error('a row cannot be written for another team')
  return { ...record, teamId }
}

const withoutTeam = new Set(['Team', 'User', 'Session', 'AppLease'])

/**
 * A client that sees and writes one team's rows only, by construction: every query on a team's model is narrowed before
 * it is sent, inside transactions too. Raw SQL and models that belong to no team are refused.
 */
export const scopedTo = (database: PrismaClient, teamId: string): PrismaClient => {
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
        $allOperations: ({ model, operation, args, query }) => {
          if (isTeamModel(model)) return query(scopeArgs(operation, args, teamId) as typeof args)
          if (withoutTeam.has(model)) throw new Error(`${model} belongs to no team; use the instance's client`)
          return query(args)
        },
      },
    },
  })
  // The extension changes what queries do and not what they look like, so the plain client's type still describes it.
  return extended as unknown as PrismaClient
}
