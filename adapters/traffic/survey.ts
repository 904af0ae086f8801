import type { Side, SlotHealth, SurveyedCounters, TrafficSurvey } from '@/core/ports/traffic'
import { readStat, readTables, type StatRow, type Tables } from './answers'
import { healthOf, sideOf, worse } from './counting'
import type { ProxyEnd } from './proxy-end'
import { backendName, sides } from './structure'

interface SurveyedApp {
  key: number
  active: Side | null
}

type Health = SlotHealth & { key: number; side: Side }

/** Apps asked about in one request: a line of commands must fit into the proxy's buffer of 16 KB. */
const atOnce = 40

/** What every worker of one proxy counted for these apps, and how its serving worker sees their replicas. */
export const surveyOne = async (
  end: ProxyEnd,
  apps: readonly SurveyedApp[],
): Promise<Omit<TrafficSurvey, 'running'>> => {
  const { current, old } = await end.workers()
  const views = await Promise.all(
    (current === null ? old : [current, ...old]).flatMap((pid) =>
      groups(apps, atOnce).map((group) => surveyWorker(end, pid, group, pid === current)),
    ),
  )
  return { counters: views.flatMap((view) => view.counters), health: views.flatMap((view) => view.health) }
}

/** Both proxies' views of the same replicas in one. */
export const mergeHealth = (one: readonly Health[], other: readonly Health[]): Health[] => {
  const merged = new Map(one.map((view) => [idOf(view), view]))
  for (const view of other) {
    const known = merged.get(idOf(view))
    merged.set(idOf(view), known ? { ...view, ...worse(known, view) } : view)
  }
  return [...merged.values()]
}

const idOf = ({ key, side, slot }: Health): string => `${key}${side}${slot}`

const surveyWorker = async (end: ProxyEnd, pid: number, apps: readonly SurveyedApp[], isServing: boolean) => {
  // 2 is for backends; servers are asked for where users are sent to.
  const shown = apps.flatMap(({ key, active }) =>
    sides.map((side) => `show stat ${backendName(key, side)} ${isServing && side === active ? 6 : 2} -1`),
  )
  const text = await end.readWorker(pid, [...shown, 'show table probes', 'show table slower'])
  if (text === null) return { counters: [], health: [] }
  const rows = readStat(text)
  const tables = readTables(text)
  return {
    counters: apps.flatMap((app) => {
      const names = sides.map((side) => backendName(app.key, side))
      const own = rows.filter((row) => row.name === 'BACKEND' && names.includes(row.backend))
      return own.length === 0 ? [] : [countedFor(app, `${end.process}/${pid}`, own, tables)]
    }),
    health: apps.flatMap(({ key, active }) =>
      active ? healthOf(rows, key, active).map((health) => ({ key, side: active, ...health })) : [],
    ),
  }
}

const countedFor = (
  { key, active }: SurveyedApp,
  process: string,
  rows: readonly StatRow[],
  tables: Tables,
): SurveyedCounters => {
  const [a, b] = [sideOf(key, 'a', rows, tables), sideOf(key, 'b', rows, tables)]
  return {
    key,
    process,
    requests: a.requests + b.requests,
    errors: a.failed + b.failed,
    slower: tables.has('slower') ? a.slower.map((count, index) => count + (b.slower[index] ?? 0)) : [],
    responseMs: rows.find((row) => active && row.backend === backendName(key, active))?.number('rtime') ?? 0,
  }
}

const groups = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
