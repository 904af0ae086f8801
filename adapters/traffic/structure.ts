import type { HealthSettings, HostTraffic, Side, SideTraffic } from '@/core/ports/traffic'
import { templateVersion } from './template'

/** What the proxy declares for one backend; changing any of it takes a reload. */
export interface DeclaredSide {
  slots: number
  health: HealthSettings
}

/** Declared backends by name (`k3_a`). */
export type Structure = ReadonlyMap<string, DeclaredSide>

export const sides: readonly Side[] = ['a', 'b']
const spareKeys = 8
/** What every backend declares at least. */
export const minimalSlots = 8

/** What spare backends are declared with: an app with these and up to eight slots needs no reload. */
const spareHealth: HealthSettings = {
  intervalSeconds: 1,
  timeoutSeconds: 2,
  successThreshold: 1,
  failureThreshold: 3,
}

export const backendName = (key: number, side: Side): string => `k${key}_${side}`

/** Names are unique over all backends: the checks' map goes by server name alone. */
export const primaryName = (key: number, side: Side, slot: number): string => `k${key}${side}${slot}`
export const backupName = (key: number, side: Side, slot: number): string => `k${key}${side}b${slot}`

/** The backends to declare: both sides of every key up to the highest used one, and spare ones. */
export const structureOf = (traffic: HostTraffic): Structure => {
  const apps = new Map(traffic.apps.map((app) => [app.key, app]))
  const highest = Math.max(0, ...apps.keys())
  const last = Math.ceil(highest / spareKeys) * spareKeys + spareKeys
  const structure = new Map<string, DeclaredSide>()
  for (let key = 1; key <= last; key++) {
    for (const side of sides) {
      const wanted = apps.get(key)?.[side]
      structure.set(backendName(key, side), {
        slots: Math.max(minimalSlots, wanted?.slots ?? 0),
        health: wanted?.health ?? spareHealth,
      })
    }
  }
  return structure
}

const numbersOf = ({ slots, health }: DeclaredSide): number[] => [
  slots,
  health.intervalSeconds,
  health.timeoutSeconds,
  health.successThreshold,
  health.failureThreshold,
]

/** One line for each backend, kept in the configuration as a map, so that a running proxy can be asked for it. */
export const writeStructure = (structure: Structure): string =>
  `template ${templateVersion}\n${[...structure].map(([name, declared]) => `${name} ${numbersOf(declared).join(',')}\n`).join('')}`

/** Reads what `show map` answers: an address, the key, the value. Of another version's template nothing is taken. */
export const readStructure = (dump: string): Structure => {
  const structure = new Map<string, DeclaredSide>()
  if (!new RegExp(`^\\S+ template ${templateVersion}$`, 'm').test(dump)) return structure
  for (const line of dump.split('\n')) {
    const match = /^\S+ (k\d+_[ab]) (\d+),([\d.]+),([\d.]+),(\d+),(\d+)$/.exec(line.trim())
    if (!match?.[1]) continue
    const [slots = 0, intervalSeconds = 0, timeoutSeconds = 0, successThreshold = 0, failureThreshold = 0] = match
      .slice(2)
      .map(Number)
    const health = { intervalSeconds, timeoutSeconds, successThreshold, failureThreshold }
    structure.set(match[1], { slots, health })
  }
  return structure
}

const covers = (declared: DeclaredSide | undefined, wanted: SideTraffic): boolean => {
  if (!declared || declared.slots < wanted.slots) return false
  const [, ...running] = numbersOf(declared)
  const [, ...needed] = numbersOf(wanted)
  return running.every((value, index) => value === needed[index])
}

/** True when the running structure has every backend and slot that `traffic` uses, with its health settings. */
export const isCovered = (running: Structure, traffic: HostTraffic): boolean =>
  traffic.apps.every((app) => sides.every((side) => covers(running.get(backendName(app.key, side)), app[side])))
