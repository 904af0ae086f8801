const dayMs = 24 * 60 * 60_000

/** For how many days what was found out is kept. */
export interface Retention {
  checks: number
  minutes: number
  hours: number
  days: number
  /** Incidents that have ended, and the periods that uptime is reckoned from. */
  history: number
}

/** A table whose rows are dropped by whole spans of time. */
interface PartitionedTable {
  name: 'MonitorCheck' | 'MonitorRollup_minutes' | 'MonitorRollup_hours' | 'MonitorRollup_days'
  /** Length of a partition: so that a few dozen of them hold what is kept. */
  partitionDays: number
  kept: keyof Retention
  /** How long the spans are that are made of it, in seconds; what is not in them yet is not dropped. Null: none are. */
  rolledUpTo: RollupSeconds | null
}

export type RollupSeconds = 60 | 3600 | 86_400

export const partitionedTables: readonly PartitionedTable[] = [
  { name: 'MonitorCheck', partitionDays: 1, kept: 'checks', rolledUpTo: 60 },
  { name: 'MonitorRollup_minutes', partitionDays: 1, kept: 'minutes', rolledUpTo: 3600 },
  { name: 'MonitorRollup_hours', partitionDays: 10, kept: 'hours', rolledUpTo: 86_400 },
  { name: 'MonitorRollup_days', partitionDays: 100, kept: 'days', rolledUpTo: null },
]

export interface Partition {
  name: string
  from: Date
  to: Date
}

/** Made so long before the first row comes. */
const aheadMs = 2 * dayMs

const partitionOf = (table: PartitionedTable, index: number): Partition => {
  const lengthMs = table.partitionDays * dayMs
  const from = new Date(index * lengthMs)
  const stamp = from.toISOString().slice(0, 10).replaceAll('-', '')
  return { name: `${table.name}_${stamp}`, from, to: new Date(from.getTime() + lengthMs) }
}

const indexAt = (table: PartitionedTable, ms: number): number => Math.floor(ms / (table.partitionDays * dayMs))

/** The partitions that have to be there: the one before `now` too, for what comes late, and those to come. */
export const partitionsNeeded = (table: PartitionedTable, now: Date): Partition[] => {
  const first = indexAt(table, now.getTime()) - 1
  const last = indexAt(table, now.getTime() + aheadMs)
  return Array.from({ length: last - first + 1 }, (_, index) => partitionOf(table, first + index))
}

/** When a partition ends, by its name; null for one that is none of ours. */
export const partitionEnd = (table: PartitionedTable, name: string): Date | null => {
  const [, year, month, day] = /_(\d{4})(\d{2})(\d{2})$/.exec(name) ?? []
  const from = new Date(`${year}-${month}-${day}T00:00:00Z`)
  if (!name.startsWith(`${table.name}_`) || Number.isNaN(from.getTime())) return null
  const partition = partitionOf(table, indexAt(table, from.getTime()))
  return partition.name === name ? partition.to : null
}

/** Before this nothing of a table is needed: it is older than it is kept, and what is made of it has been made. */
export const droppableBefore = (
  table: PartitionedTable,
  now: Date,
  retention: Retention,
  rolledUpUntil: ReadonlyMap<RollupSeconds, Date>,
): Date => {
  const old = now.getTime() - retention[table.kept] * dayMs
  const made = table.rolledUpTo === null ? old : (rolledUpUntil.get(table.rolledUpTo)?.getTime() ?? 0)
  return new Date(Math.min(old, made))
}
