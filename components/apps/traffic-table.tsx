'use client'

import { useState } from 'react'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { formatDuration } from '@/core/format/duration'
import { formatAmount, formatBytes, formatCount, thin } from '@/core/format/number'
import type { TrafficPoint } from '@/core/samples/points'

interface TrafficTableProps {
  points: readonly TrafficPoint[]
  momentOf: (point: TrafficPoint) => string
}

const told = (value: number | null, format: (value: number) => string): string => (value === null ? '–' : format(value))

/** The figures behind the charts, for those who would rather read; made only when it is opened. */
export const TrafficTable = ({ points, momentOf }: TrafficTableProps) => {
  const [isOpen, setOpen] = useState(false)
  const known = points.filter((point) => point.requestsPerSecond !== null).toReversed()
  return (
    <details className="mt-4" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="control inline-flex items-center text-sm text-muted hover:text-text">
        Figures as a table
      </summary>
      {isOpen ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section aria-label="Figures" tabIndex={0} className="mt-2 max-h-96 overflow-auto rounded-md border px-3">
          <Table className="figures text-sm">
            <TableHead>
              <HeadCell>From</HeadCell>
              <HeadCell>Requests</HeadCell>
              <HeadCell>Errors</HeadCell>
              <HeadCell>Response time</HeadCell>
              <HeadCell>CPU</HeadCell>
              <HeadCell>Memory</HeadCell>
            </TableHead>
            <TableBody>
              {known.map((point) => (
                <Row key={point.at}>
                  <Cell>{momentOf(point)}</Cell>
                  <Cell>{told(point.requestsPerSecond, (value) => `${formatAmount(value)}/s`)}</Cell>
                  <Cell>{told(point.errors, formatCount)}</Cell>
                  <Cell>{told(point.responseMs, formatDuration)}</Cell>
                  <Cell>{told(point.cpuPercent, (value) => `${formatAmount(value)}${thin}%`)}</Cell>
                  <Cell>{told(point.memoryBytes, formatBytes)}</Cell>
                </Row>
              ))}
            </TableBody>
          </Table>
        </section>
      ) : null}
    </details>
  )
}
