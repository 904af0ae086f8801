import { z } from 'zod'
import type { Operation } from '@/core/api/operation'
import type { Database } from '@/services/context'

/** What the parts of a path before an id are rows of. A route with another part says so here. */
const models: Record<string, string> = {
  apps: 'app',
  certificates: 'certificate',
  channels: 'channel',
  deliveries: 'delivery',
  deployments: 'deployment',
  hooks: 'deployHook',
  hosts: 'host',
  incidents: 'incident',
  invitations: 'invitation',
  'maintenance-windows': 'maintenanceWindow',
  members: 'membership',
  monitors: 'monitor',
  registries: 'registry',
  tokens: 'apiToken',
}

interface Delegate {
  findFirst(query: { where: Record<string, unknown> }): Promise<{ id: string } | null>
}

const delegateSchema = z.custom<Delegate>((value) => typeof value === 'object' && value !== null)

/** The first row of the team that a path's part is about, by a client that may be narrowed; null if it sees none. */
const rowOf = async (db: Database, part: string, where: Record<string, unknown>): Promise<string | null> => {
  const model = models[part]
  if (model === undefined) throw new Error(`say in tests/support/api-ids.ts which rows /${part}/{id} is about`)
  return (await delegateSchema.parse(Reflect.get(db, model)).findFirst({ where }))?.id ?? null
}

/** For each id in the path the part before it: `apps` of `/api/v1/apps/{id}`. */
const partsOf = ({ path }: Pick<Operation, 'path'>): string[] =>
  [...path.matchAll(/([\w-]+)\/\{\w+\}/g)].map((match) => match[1] ?? '')

/** What stands before the id of a team, which is a row of its own. */
const isTeam = (part: string): boolean => part === 'grants' || part === 'teams'

/** The path with ids of the team's own rows. */
export const pathOfTeam = async (db: Database, operation: Pick<Operation, 'path'>, teamId: string): Promise<string> => {
  const ids = await Promise.all(partsOf(operation).map((part) => (isTeam(part) ? teamId : rowOf(db, part, { teamId }))))
  return withIds(operation, ids)
}

/** Whether a client that is narrowed sees all that the path names. */
export const seesAll = async (narrowed: Database, db: Database, operation: Operation, teamId: string) => {
  for (const part of partsOf(operation).filter((one) => !isTeam(one))) {
    const id = await rowOf(db, part, { teamId })
    if (id !== null && (await rowOf(narrowed, part, { id })) === null) return false
  }
  return true
}

/** The path with one id everywhere. */
export const pathWith = (operation: Pick<Operation, 'path'>, id: string): string =>
  withIds(
    operation,
    partsOf(operation).map(() => id),
  )

const withIds = ({ path }: Pick<Operation, 'path'>, ids: readonly (string | null)[]): string => {
  let index = -1
  return path.replaceAll(/\{\w+\}/g, () => {
    index += 1
    const id = ids[index]
    if (!id) throw new Error(`there is no row for ${path}`)
    return id
  })
}
