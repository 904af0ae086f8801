'use client'

import { RemoveButton } from '@/components/forms/remove-button'
import { EmptyState } from '@/components/ui/empty-state'
import { RowLink } from '@/components/ui/row-link'
import { type Mark, StatusMark } from '@/components/ui/status-mark'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { formatCount } from '@/core/format/number'
import { WideCase } from './exhibit'

const rows: readonly { name: string; mark: Mark; word: string; image: string; served: number }[] = [
  { name: 'shop', mark: 'live', word: 'Live', image: 'shop:v14', served: 12_431 },
  { name: 'search', mark: 'moving', word: 'Deploying', image: 'search:v3', served: 870 },
  {
    name: 'checkout-service-eu-central',
    mark: 'degraded',
    word: 'Degraded',
    image: 'registry.example.com/a-team-with-a-long-name/checkout:2026-09-03',
    served: 1_204_332,
  },
]

export const Tables = () => (
  <>
    <WideCase name="empty: no table at all">
      <EmptyState title="No app fits">Nothing is called “shpo”. Clear the filter to see all apps.</EmptyState>
    </WideCase>
    <WideCase name="rows, the last with long text">
      <Table>
        <TableHead>
          <HeadCell>Status</HeadCell>
          <HeadCell>App</HeadCell>
          <HeadCell className="text-right">Served</HeadCell>
          <HeadCell className="w-24">
            <span className="sr-only">Actions</span>
          </HeadCell>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <Row key={row.name}>
              <Cell>
                <StatusMark mark={row.mark} word={row.word} />
              </Cell>
              <Cell className="max-md:order-first max-md:w-full">
                <RowLink href="/dev/ui" className="target font-medium hover:underline">
                  {row.name}
                </RowLink>
                <p className="max-w-44 truncate font-mono text-xs leading-5 text-muted">{row.image}</p>
              </Cell>
              <Cell className="figures text-right">{formatCount(row.served)}</Cell>
              <Cell className="text-right max-md:ml-auto">
                <RemoveButton verb="Remove" name={row.name} remove={async () => ({ ok: true, data: null })} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </WideCase>
  </>
)
