/** One row of `show stat`. */
export interface StatRow {
  backend: string
  /** A server's name, or BACKEND. */
  name: string
  /** `address:port`; empty for BACKEND. */
  address: string
  status: string
  check: string
  httpStatus: number | null
  number(column: string): number
}

/** Reads the CSV of one or more `show stat`; other lines between them are left out. */
export const readStat = (text: string): StatRow[] => {
  let columns: string[] = []
  const rows: StatRow[] = []
  for (const line of text.split('\n')) {
    if (line.startsWith('# pxname,')) columns = line.slice(2).split(',')
    else if (columns.length > 0 && line.includes(',')) rows.push(rowOf(columns, line.split(',')))
  }
  return rows
}

/** True when this server points to that address and is checked. */
export const isThere = (rows: readonly StatRow[], { server, address }: { server: string; address: string }): boolean =>
  rows.some((row) => row.name === server && row.address === address && !row.status.startsWith('MAINT'))

const rowOf = (columns: readonly string[], cells: readonly string[]): StatRow => {
  const cell = (column: string): string => cells[columns.indexOf(column)] ?? ''
  const code = cell('check_code')
  return {
    backend: cell('pxname'),
    name: cell('svname'),
    address: cell('addr'),
    status: cell('status'),
    // A check that is under way shows the outcome of the one before with a star.
    check: cell('check_status').replace(/^\* /, ''),
    httpStatus: /^[1-5]\d\d$/.test(code) && cell('check_status').includes('L7') ? Number(code) : null,
    number: (column) => Number(cell(column)) || 0,
  }
}

export interface Workers {
  /** Process ids inside the container. */
  current: number | null
  old: number[]
  failedReloads: number
}

/** Reads the master's `show proc`. */
export const readWorkers = (text: string): Workers => {
  const workers: Workers = { current: null, old: [], failedReloads: 0 }
  let section = ''
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) section = line.slice(1).trim()
    const [, pid, type] = /^(\d+)\s+(\w+)\s/.exec(line) ?? []
    if (type === 'master') workers.failedReloads = Number(/failed: (\d+)/.exec(line)?.[1] ?? 0)
    if (type !== 'worker') continue
    if (section.startsWith('old')) workers.old.push(Number(pid))
    else workers.current = Number(pid)
  }
  return workers
}

/** By table, by key: its counters in their order. */
export type Tables = ReadonlyMap<string, ReadonlyMap<string, number[]>>

/** Reads one or more `show table`; a table of which nothing was shown is not in it. */
export const readTables = (text: string): Tables => {
  const tables = new Map<string, Map<string, number[]>>()
  let rows = new Map<string, number[]>()
  for (const line of text.split('\n')) {
    const table = /^# table: ([^,]+),/.exec(line)?.[1]
    if (table !== undefined) {
      rows = tables.get(table) ?? new Map<string, number[]>()
      tables.set(table, rows)
    }
    const key = /^0x\S+ key=(\S+) /.exec(line)?.[1]
    if (key !== undefined)
      rows.set(
        key,
        [...line.matchAll(/ gpc\d+=(\d+)/g)].map((match) => Number(match[1])),
      )
  }
  return tables
}

/** Reads `show map`: an address, the key, the value on each line. */
export const readMap = (text: string): Map<string, string> =>
  new Map(
    text.split('\n').flatMap((line) => {
      const [, key, value] = line.trim().split(' ')
      return key !== undefined && value !== undefined ? [[key, value] as const] : []
    }),
  )

/** The ids of those of `show sess` that use this server. */
export const readSessions = (text: string, backend: string, server: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.includes(` be=${backend} `) && line.includes(` srv=${server} `))
    .flatMap((line) => /^(0x[0-9a-f]+):/.exec(line)?.[1] ?? [])

/** A number of `show info`; 0 when it is not there. */
export const readInfo = (text: string, name: string): number =>
  Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(text)?.[1] ?? 0)

const harmless = /^(IP changed from .*|no need to change .*|port changed from .*|nothing changed.*|key not found\.?)$/i

/** What runtime commands that change something answered besides the usual; empty when all went well. */
export const complaints = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !harmless.test(line))

export const readVersion = (info: string): string | null => /^Version: (\S+)/m.exec(info)?.[1] ?? null
