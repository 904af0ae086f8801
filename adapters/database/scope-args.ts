import type { Prisma } from '@/prisma/generated/client'
import { appRows } from './app-rows'
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

/** Whose rows a client may see and write. */
export interface Scope {
  teamId: string
  /** Of what belongs to an app, these apps' only; null: all of the team's. */
  appIds: readonly string[] | null
}

/** The arguments of one query, narrowed to the scope. Throws for whatever nobody has thought about. */
export const scopeArgs = (model: Prisma.ModelName, operation: string, args: unknown, scope: Scope): Args => {
  const parts = scoping[operation]
  if (!parts) throw new Error(`${operation} is not allowed on rows of a team`)
  const scoped: Args = { ...asRecord(args) }
  for (const part of parts) {
    if (part === 'where') scoped.where = narrowed(model, asRecord(scoped.where), scope)
    else if (part === 'changes') scoped.data = changed(model, scoped.data, scope.teamId)
    else if (part === 'update') scoped.update = changed(model, scoped.update, scope.teamId)
    else scoped[part] = eachRow(scoped[part], (row) => owned(model, row, scope))
  }
  return narrowedSelection(model, scoped, scope)
}

const eachRow = (value: unknown, change: (row: Args) => Args): unknown =>
  Array.isArray(value) ? value.map((row) => change(asRecord(row))) : change(asRecord(value))

/** A `teamId` of the caller's own must not replace ours: both have to hold. */
const narrowed = (model: Prisma.ModelName, where: Args, { teamId, appIds }: Scope): Args => {
  const also = [
    ...('teamId' in where && where.teamId !== teamId ? [{ teamId: where.teamId }] : []),
    ...(appIds === null ? [] : [appRows[model]?.(appIds) ?? []].flat()),
  ]
  if (also.length === 0) return { ...where, teamId }
  return { ...where, teamId, AND: [...also, ...[where.AND ?? []].flat()] }
}

const owned = (model: Prisma.ModelName, row: Args, { teamId, appIds }: Scope): Args => {
  refuseNested(model, row)
  if ('teamId' in row && row.teamId !== teamId) throw new Error('a row cannot be written for another team')
  const appId = model === 'App' ? '' : row.appId
  if (appIds !== null && typeof appId === 'string' && !appIds.includes(appId)) {
    throw new Error('a row cannot be written for an app that is out of reach')
  }
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
const narrowedSelection = (model: Prisma.ModelName, args: Args, scope: Scope): Args => {
  const result: Args = { ...args }
  for (const key of ['include', 'select'] as const) {
    if (!isRecord(args[key])) continue
    result[key] = Object.fromEntries(
      Object.entries(args[key]).map(([name, value]) => [name, narrowedRelation(model, name, value, scope)]),
    )
  }
  return result
}

const narrowedRelation = (model: Prisma.ModelName, name: string, value: unknown, scope: Scope): unknown => {
  if (value === undefined || value === false) return value
  if (name === '_count') return narrowedCount(model, value, scope)
  const relation = models[model].relations[name]
  if (!relation) return value
  const target = models[relation.model]
  if (relation.list && !target.ofTeam)
    throw new Error(`${name} of ${model} belong to no team; use the instance's client`)
  const inner = narrowedSelection(relation.model, asRecord(value), scope)
  if (!relation.list) return value === true ? true : inner
  return { ...inner, where: narrowed(relation.model, asRecord(inner.where), scope) }
}

const narrowedCount = (model: Prisma.ModelName, value: unknown, scope: Scope): unknown => {
  const lists = Object.entries(models[model].relations).filter(([, relation]) => relation.list)
  const select = isRecord(value) ? asRecord(value.select) : Object.fromEntries(lists.map(([name]) => [name, true]))
  return {
    select: Object.fromEntries(
      Object.entries(select).map(([name, counted]) => [name, narrowedRelation(model, name, counted, scope)]),
    ),
  }
}
