import fc from 'fast-check'
import { operations } from '@/core/api/all-operations'
import { type Shot, shots } from './api-fuzz'
import { pathOfTeam, pathWith } from './api-ids'
import type { ApiWorld } from './api-world'
import { nextWriter, tableChecksums } from './checksum'

export interface FuzzReport {
  seed: number
  requests: number
  /** How many answers of each status. */
  statuses: Record<number, number>
  /** Calls that were answered with 5xx, or not at all. */
  broken: string[]
  /** Calls that were refused, and tables that were changed all the same. */
  changed: string[]
}

/** Calls that hold a line open, or ask other machines: what they take is tried by the calls beside them. */
const leftOut = new Set([
  'streamDeploymentEvents',
  'readAppLogs',
  'testHost',
  'tryApp',
  'checkMonitor',
  'testChannel',
  'getHealth',
])

const told = ({ operation, headers, body }: Shot, path: string): string =>
  `${operation.method.toUpperCase()} ${path.slice(0, 300)} ${JSON.stringify(headers)} ${(body ?? '').slice(0, 600)}`

/** Makes that many calls, most of them wrong, as an owner who is the operator. A refused one must change nothing. */
export const runFuzz = async (
  world: ApiWorld,
  team: { teamId: string; token: string },
  { requests, seed = Math.floor(Math.random() * 2 ** 31) }: { requests: number; seed?: number },
): Promise<FuzzReport> => {
  const targets = operations.filter(({ operationId, access }) => access !== 'public' && !leftOut.has(operationId))
  const all = fc.sample(shots(targets), { numRuns: requests, seed })
  const report: FuzzReport = { seed, requests, statuses: {}, broken: [], changed: [] }
  let [sums, writer] = [await tableChecksums(world.database), await nextWriter(world.database)]
  for (const shot of all) {
    const path = `${await pathOf(world, team.teamId, shot)}${shot.query}`
    const status = await statusOf(world, team.token, path, shot)
    report.statuses[status] = (report.statuses[status] ?? 0) + 1
    if (status >= 500) report.broken.push(`${status} ${told(shot, path)}`)
    const now = await nextWriter(world.database)
    // No transaction has been given a number: nothing was written, not even in vain.
    if (now === writer) continue
    const after = await tableChecksums(world.database)
    const tables = Object.keys(after).filter((name) => after[name] !== sums[name])
    if (status >= 400 && tables.length > 0) report.changed.push(`${status} ${tables.join(', ')}: ${told(shot, path)}`)
    ;[sums, writer] = [after, await nextWriter(world.database)]
  }
  return report
}

const pathOf = async (world: ApiWorld, teamId: string, { operation, id }: Shot): Promise<string> =>
  id === null
    ? pathOfTeam(world.database, operation, teamId).catch(() => pathWith(operation, 'none'))
    : pathWith(operation, id)

/** 599 stands for no answer at all. */
const statusOf = async (
  world: ApiWorld,
  token: string,
  path: string,
  { operation, headers, body }: Shot,
): Promise<number> => {
  try {
    const response = await world.call(operation.method.toUpperCase(), path, {
      token,
      headers,
      ...(body === undefined ? {} : { body }),
    })
    // What is streamed may break long after its status was told.
    await response.text()
    return response.status
  } catch {
    return 599
  }
}
