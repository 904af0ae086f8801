import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import { cursorOf, type ListPage } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { AuditFilters } from '@/components/audit/audit-filters'
import { AuditTable } from '@/components/audit/audit-table'
import { NotAllowed } from '@/components/frame/not-allowed'
import { Pager } from '@/components/frame/pager'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { whyNot } from '@/core/access/policy'
import { type AuditFilter, isFiltered, searchedDays } from '@/core/audit/filter'
import { auditPageFilter } from '@/core/audit/filter-schema'
import { listAuditActors } from '@/services/audit/list-audit-actors'
import { listAuditEvents } from '@/services/audit/list-audit-events'

export const metadata: Metadata = { title: 'Audit log' }

const AuditPage = async ({ searchParams }: ListPage) => {
  const ctx = await requireContext()
  const refusal = whyNot(ctx.actor, 'audit.read')
  if (refusal) return <NotAllowed why={refusal} />
  const query = await searchParams
  const cursor = cursorOf(query.cursor)
  const filter = auditPageFilter.parse(query)
  const [{ data, nextCursor }, actors] = await Promise.all([
    listAuditEvents({ ctx, input: { ...filter, limit: 50, cursor } }),
    listAuditActors({ ctx, input: { chosen: filter.actorId } }),
  ])
  return (
    <Section
      title="Audit log"
      description="Who changed what in this team, and who signed in. It is only ever added to."
      actions={
        <div className="flex gap-2">
          {(['csv', 'json'] as const).map((format) => (
            <Button asChild key={format}>
              <a href={exportPath(filter, format)} download>
                <Download size={14} aria-hidden /> {format.toUpperCase()}
              </a>
            </Button>
          ))}
        </div>
      }
    >
      {data.length > 0 || isFiltered(filter) ? <AuditFilters filter={filter} actors={actors} /> : null}
      {filter.text !== undefined && filter.from === undefined ? (
        <p className="mb-3 text-sm text-muted">
          A text is looked for in the {searchedDays} days up to {filter.to ? 'that day' : 'now'}. Choose From to look
          further back.
        </p>
      ) : null}
      {data.length === 0 ? (
        isFiltered(filter) ? (
          <EmptyState title="Nothing like that">No event fits what you look for; show all, or look wider.</EmptyState>
        ) : (
          <EmptyState title="Nothing yet">
            Every change is written down here, with who made it and from where.
          </EmptyState>
        )
      ) : (
        <AuditTable events={data} now={ctx.clock.now().toISOString()} />
      )}
      <Pager path="/settings/audit" filter={filter} cursor={cursor} nextCursor={nextCursor} what="events" />
    </Section>
  )
}

const exportPath = (filter: AuditFilter, format: string): string => {
  const entries = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return `/settings/audit/export?${new URLSearchParams([...entries, ['format', format]])}`
}

export default AuditPage
