import type { Metadata } from 'next'
import { requireActor } from '@/app/_server/session'
import { RolesTable } from '@/components/people/roles-table'
import { Section } from '@/components/ui/section'
import { Badge } from '@/components/ui/status-mark'
import { roles } from '@/core/access/actor'
import { roleNotes, roleSentences, rolesTable } from '@/core/access/roles-table'

export const metadata: Metadata = { title: 'Roles' }

const RolesPage = async () => {
  const actor = await requireActor()
  return (
    <>
      <Section title="Roles" description="Who may do what in a team.">
        <dl className="flex flex-col gap-3">
          {roles.map((role) => (
            <div key={role} className="sm:flex sm:gap-4">
              <dt className="w-28 shrink-0 font-medium">
                {role} {role === actor.role ? <Badge tone="good">yours</Badge> : null}
              </dt>
              <dd className="text-muted">{roleSentences[role]}</dd>
            </div>
          ))}
        </dl>
        <ul className="mt-6 flex list-disc flex-col gap-1.5 pl-5 text-muted">
          {roleNotes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </Section>
      <RolesTable groups={rolesTable()} />
    </>
  )
}

export default RolesPage
