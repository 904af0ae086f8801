import type { Prisma } from '@/prisma/generated/client'
import { models } from './team-models'

export type Args = Record<string, unknown>

const isRecord = (value: unknown): value is Args => typeof value === 'object' && value !== null && !Array.isArray(value)

const asRecord = (value: unknown): Args => (isRecord(value) ? value : {})

type Part = 'where' | 'data' | 'create' | 'update' | 'changes'

/** What each operation has to be told so that it stays within the team. `changes` is the data of an update. */
const scoping: Record<string, readonly Part[]> = {
  findUnique: ['where'],
  findUniqueOrThrow: ['where'],
  findFirst: ['where'],
  findFirstOrThrow: ['where'],
  findMany: ['where'],
  count: ['where'],
  aggregate: ['where'],
  groupBy: ['where'],
  update: ['where', 'changes'],
  updateMany: ['where', 'changes'],
  updateManyAndReturn: ['where', 'changes'],
  delete: ['where'],
  deleteMany: ['where'],
  upsert: ['where', 'create', 'update'],
  create: ['data'],
  createMany: ['data'],
  createManyAndReturn: ['data'],
}

/** The arguments of one query, narrowed to the team. Throws for whatever nobody has thought about. */
export const scopeArgs = (model: Prisma.ModelName, operation: string, args: unknown, teamId: string): Args => {
  const parts = scoping[operation]
  if (!parts) throw new Error(`${operation} is not allowed on rows of a team`)
  const scoped: Args = { ...asRecord(args) }
  for (const part of parts) {
    if (part === 'where') scoped.where = narrowed(asRecord(scoped.where), teamId)
    else if (part === 'changes') scoped.data = changed(model, scoped.data, teamId)
    else if (part === 'update') scoped.update = changed(model, scoped.update, teamId)
    else scoped[part] = eachRow(scoped[part], (row) => owned(model, row, teamId))
  }
  return narrowedSelection(model, scoped, teamId)
}

const eachRow = (value: unknown, change: (row: Args) => Args): unknown =>
  Array.isArray(value) ? value.map((row) => change(asRecord(row))) : change(asRecord(value))

/** A `teamId` of the caller's own must not replace ours: both have to hold. */
const narrowed = (where: Args, teamId: string): Args =>
  'teamId' in where && where.teamId !== teamId
    ? { ...where, teamId, AND: [{ teamId: where.teamId }, ...[where.AND ?? []].flat()] }
    : { ...where, teamId }

const owned = (model: Prisma.ModelName, row: Args, teamId: string): Args => {
  refuseNested(model, row)
  if ('teamId' in row && row.teamId !== teamId) throw new Error('a row cannot be written for another team')
  return { ...row, teamId }
}

const changed = (model: Prisma.ModelName, data: unknown, teamId: string): Args => {
  const row = asRecord(data)
  refuseNested(model, row)
  if ('teamId' in row && row.teamId !== teamId) throw new Error('a row cannot be moved to another team')
  return row
}

/** Rows of other models are written by queries of their own, which are narrowed in turn. */
const refuseNested = (model: Prisma.ModelName, row: Args): void => {
  const relation = Object.keys(models[model].relations).find((name) => row[name] !== undefined)
  if (relation) throw new Error(`write ${relation} by a query of its own, not inside of ${model}`)
}

/** What is read along: lists of team rows are narrowed too, at every depth; a single row is of its owner's team. */
const narrowedSelection = (model: Prisma.ModelName, args: Args, teamId: string): Args => {
  const result: Args = { ...args }
  for (const key of ['include', 'select'] as const) {
    if (!isRecord(args[key])) continue
    result[key] = Object.fromEntries(
      Object.entries(args[key]).map(([name, value]) => [name, narrowedRelation(model, name, value, teamId)]),
    )
  }
  return result
}

const narrowedRelation = (model: Prisma.ModelName, name: string, value: unknown, teamId: string): unknown => {
  if (value === undefined || value === false) return value
  if (name === '_count') return narrowedCount(model, value, teamId)
  const relation = models[model].relations[name]
  if (!relation) return value
  const target = models[relation.model]
  if (relation.list && !target.ofTeam)
    throw new Error(`${name} of ${model} belong to no team; use the instance's client`)
  const inner = narrowedSelection(relation.model, asRecord(value), teamId)
  return relation.list ? { ...inner, where: narrowed(asRecord(inner.where), teamId) } : value === true ? true : inner
}

const narrowedCount = (model: Prisma.ModelName, value: unknown, teamId: string): unknown => {
  const lists = Object.entries(models[model].relations).filter(([, relation]) => relation.list)
  const select = isRecord(value) ? asRecord(value.select) : Object.fromEntries(lists.map(([name]) => [name, true]))
  return {
    select: Object.fromEntries(
      Object.entries(select).map(([name, counted]) => [name, narrowedRelation(model, name, counted, teamId)]),
    ),
  }
}
