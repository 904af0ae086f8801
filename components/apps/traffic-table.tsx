import { FiguresTable } from '@/components/charts/figures-table'
import { formatDuration } from '@/core/format/duration'
import { formatAmount, formatBytes, formatCount, thin } from '@/core/format/number'
import type { TrafficPoint } from '@/core/samples/points'

interface TrafficTableProps {
  points: readonly TrafficPoint[]
  momentOf: (point: TrafficPoint) => string
}

const told = (value: number | null, format: (value: number) => string): string => (value === null ? '–' : format(value))

/** The figures behind the charts of an app's traffic. */
export const TrafficTable = ({ points, momentOf }: TrafficTableProps) => (
  <FiguresTable
    points={points.filter((point) => point.requestsPerSecond !== null)}
    columns={[
      { title: 'From', cell: momentOf },
      { title: 'Requests', cell: (point) => told(point.requestsPerSecond, (value) => `${formatAmount(value)}/s`) },
      { title: 'Errors', cell: (point) => told(point.errors, formatCount) },
      { title: 'Response time', cell: (point) => told(point.responseMs, formatDuration) },
      { title: 'CPU', cell: (point) => told(point.cpuPercent, (value) => `${formatAmount(value)}${thin}%`) },
      { title: 'Memory', cell: (point) => told(point.memoryBytes, formatBytes) },
    ]}
  />
)
