'use client'

import { useState } from 'react'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'

interface FiguresTableProps<Point extends { at: string }> {
  points: readonly Point[]
  columns: readonly { title: string; cell: (point: Point) => string }[]
}

/** The figures behind a chart, for those who would rather read; made only when it is opened. Newest first. */
export const FiguresTable = <Point extends { at: string }>({ points, columns }: FiguresTableProps<Point>) => {
  const [isOpen, setOpen] = useState(false)
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
              {columns.map(({ title }) => (
                <HeadCell key={title}>{title}</HeadCell>
              ))}
            </TableHead>
            <TableBody>
              {points.toReversed().map((point) => (
                <Row key={point.at}>
                  {columns.map(({ title, cell }) => (
                    <Cell key={title}>{cell(point)}</Cell>
                  ))}
                </Row>
              ))}
            </TableBody>
          </Table>
        </section>
      ) : null}
    </details>
  )
}
