import type { Side, SlotHealth, TrafficSurvey } from '@/core/ports/traffic'
import { readProbeTable, readStat, type StatRow } from './answers'
import { countersOf, slotHealth, worse } from './counting'
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
  const text = await end.readWorker(pid, [...shown, 'show table probes'])
  if (text === null) return { counters: [], health: [] }
  const rows = readStat(text)
  const probes = readProbeTable(text)
  return {
    counters: apps.flatMap((app) => {
      const names = sides.map((side) => backendName(app.key, side))
      const own = rows.filter((row) => row.name === 'BACKEND' && names.includes(row.backend))
      return own.length === 0 ? [] : [countedFor(app, `${end.process}/${pid}`, own, probes.get(app.key) ?? 0)]
    }),
    health: apps.flatMap(({ key, active }) => (active ? healthOf(rows, key, active) : [])),
  }
}

const countedFor = ({ key, active }: SurveyedApp, process: string, rows: readonly StatRow[], probes: number) => {
  const { responses, proxyErrors, broken } = countersOf(process, rows, probes)
  return {
    key,
    process,
    requests: Math.max(0, responses - probes),
    // Without rows of servers every 5xx counts as the proxy's.
    errors: proxyErrors + broken,
    responseMs: rows.find((row) => active && row.backend === backendName(key, active))?.number('rtime') ?? 0,
  }
}

const healthOf = (rows: readonly StatRow[], key: number, side: Side): Health[] =>
  rows.flatMap((row) => {
    const slot = new RegExp(`^k${key}${side}(\\d+)$`).exec(row.name)?.[1]
    return slot === undefined ? [] : [{ key, side, ...slotHealth(Number(slot), row) }]
  })

const groups = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
