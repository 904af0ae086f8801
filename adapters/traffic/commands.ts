import type { DashboardTraffic, FilledSlot, Side } from '@/core/ports/traffic'
import { dashboardKey } from '@/core/ports/traffic'
import { allowed, checkedSlot, wholeNumber } from './allowed'
import { deadAddress } from './render'
import { backendName, backupName, primaryName } from './structure'
import { dashboardBackend, dashboardServer } from './template'

/** A server of the proxy: its backend's name and its own. */
export interface ServerName {
  backend: string
  name: string
}

export const primary = (key: number, side: Side, slot: number): ServerName => ({
  backend: backendName(key, side),
  name: primaryName(key, side, wholeNumber('a slot', slot, 1, 1000)),
})

export const backup = (key: number, side: Side, slot: number): ServerName => ({
  backend: backendName(key, side),
  name: backupName(key, side, wholeNumber('a slot', slot, 1, 1000)),
})

const set = (server: ServerName, what: string): string => `set server ${server.backend}/${server.name} ${what}`

const forget = (server: ServerName): string[] => [
  `del map checks.map ${server.name}`,
  `del map check-hosts.map ${server.name}`,
]

/** Out of maintenance, but not in the rotation: checked often, on the dead address until filled. */
export const armCommands = (server: ServerName): string[] => [set(server, 'state drain'), set(server, 'health down')]

const point = (server: ServerName, slot: FilledSlot): string[] => {
  const { address, port, checkPath, checkHost } = checkedSlot(slot)
  return [
    ...forget(server),
    `add map checks.map ${server.name} ${checkPath}`,
    `add map check-hosts.map ${server.name} ${checkHost}`,
    set(server, `addr ${address} port ${port}`),
  ]
}

/** In this order the slot is at no moment in the rotation before its own check has passed. */
export const fillCommands = (server: ServerName, slot: FilledSlot): string[] => [
  set(server, 'state drain'),
  ...point(server, slot),
  set(server, 'health down'),
  set(server, 'state ready'),
]

/** A backup serves already elsewhere: out of maintenance it counts as up until a check says otherwise. */
export const backUpCommands = (server: ServerName, slot: FilledSlot): string[] => [
  set(server, 'state maint'),
  ...point(server, slot),
  set(server, 'state ready'),
]

const toDeadAddress = (server: ServerName): string[] => [
  set(server, `addr ${deadAddress.address} port ${deadAddress.port}`),
  ...forget(server),
]

/** Leaves the slot armed: the next deployment fills it, and then it is checked within a tenth of a second. */
export const vacateCommands = (server: ServerName): string[] => [
  set(server, 'state drain'),
  ...toDeadAddress(server),
  set(server, 'health down'),
]

export const retireCommands = (server: ServerName): string[] => [set(server, 'state maint'), ...toDeadAddress(server)]

export const drainCommands = (server: ServerName): string[] => [set(server, 'state drain')]
export const readyCommands = (server: ServerName): string[] => [set(server, 'state ready')]

export const routeCommand = (verb: 'set' | 'add', key: number, side: Side): string =>
  `${verb} map routes.map ${key} ${backendName(key, side)}`
export const unrouteCommand = (key: number): string => `del map routes.map ${key}`

export const domainCommand = (verb: 'set' | 'add', domain: string, key: number): string =>
  `${verb} map hosts.map ${allowed('domain', domain)} ${key}`
export const forgetDomainCommand = (domain: string): string => `del map hosts.map ${allowed('domain', domain)}`

/** Leads the dashboard's key to where it listens; null: nowhere. */
export const dashboardCommands = (dashboard: DashboardTraffic | null, isRouted: boolean): string[] => {
  if (dashboard === null) return isRouted ? [`del map routes.map ${dashboardKey}`] : []
  const port = wholeNumber('a port', dashboard.port, 1, 65_535)
  return [
    `set server ${dashboardServer} addr 127.0.0.1 port ${port}`,
    `${isRouted ? 'set' : 'add'} map routes.map ${dashboardKey} ${dashboardBackend}`,
  ]
}

/** Splits into lines that stay well under the 16 kB a command line may have. */
export const inLines = (commands: readonly string[], limit = 8000): string[] => {
  const lines: string[] = []
  for (const command of commands) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + command.length < limit) lines[lines.length - 1] = `${last};${command}`
    else lines.push(command)
  }
  return lines
}
