import type { Metadata } from 'next'
import { cursorOf, type ListPage } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { NotAllowed } from '@/components/frame/not-allowed'
import { Pager } from '@/components/frame/pager'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { actionWords } from '@/core/access/action-words'
import { whyNot } from '@/core/access/policy'
import { listAuditEvents } from '@/services/audit/list-audit-events'

export const metadata: Metadata = { title: 'Audit log' }

const AuditPage = async ({ searchParams }: ListPage) => {
  const ctx = await requireContext()
  const refusal = whyNot(ctx.actor, 'audit.read')
  if (refusal) return <NotAllowed why={refusal} />
  const cursor = cursorOf((await searchParams).cursor)
  const { data, nextCursor } = await listAuditEvents({ ctx, input: { limit: 50, cursor } })
  const now = ctx.clock.now().toISOString()
  return (
    <Section title="Audit log" description="Who changed what in this team.">
      {data.length === 0 ? (
        <EmptyState title="Nothing yet">Every change is written down here, with who made it and from where.</EmptyState>
      ) : (
        <Table>
          <TableHead>
            <HeadCell>When</HeadCell>
            <HeadCell>Who</HeadCell>
            <HeadCell>What</HeadCell>
            <HeadCell>From</HeadCell>
          </TableHead>
          <TableBody>
            {data.map((event) => (
              <Row key={event.id}>
                <Cell className="text-sm whitespace-nowrap text-muted">
                  <Time at={event.at} now={now} />
                </Cell>
                <Cell className="font-medium">{event.actor.name}</Cell>
                <Cell className="max-md:w-full">
                  {actionWords(event.action)} <span className="font-medium break-words">{event.target.name}</span>
                </Cell>
                <Cell className="font-mono text-sm text-muted">{event.ip ?? ''}</Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
      <Pager path="/settings/audit" cursor={cursor} nextCursor={nextCursor} what="events" />
    </Section>
  )
}

export default AuditPage
