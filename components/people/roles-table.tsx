import { Check } from 'lucide-react'
import { Section } from '@/components/ui/section'
import { roles } from '@/core/access/actor'
import type { RolesGroup, RolesRow } from '@/core/access/roles-table'

/** Who may do what, a topic after the other: one table for the eye, one for the ear. */
export const RolesTable = ({ groups }: { groups: readonly RolesGroup[] }) =>
  groups.map(({ title, rows }) => (
    <Section key={title} title={title}>
      <table className="w-full table-fixed border-collapse">
        <caption className="sr-only">{title}: who may do what</caption>
        <thead>
          <tr className="border-b text-sm text-muted">
            <th scope="col" className="w-1/2 py-1.5 pr-2 text-left font-normal max-sm:w-[36%]">
              <span className="sr-only">What</span>
            </th>
            {roles.map((role) => (
              <th key={role} scope="col" className="py-1.5 text-center font-normal max-sm:text-xs">
                {role}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.title} className="border-b last:border-b-0">
              <th scope="row" className="py-1.5 pr-2 text-left font-normal">
                {row.title}
              </th>
              {roles.map((role) => (
                <td key={role} className="py-1.5 text-center">
                  <Mark row={row} role={role} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  ))

const Mark = ({ row, role }: { row: RolesRow; role: keyof RolesRow['may'] }) =>
  row.may[role] ? (
    <>
      <Check size={16} aria-hidden className="inline text-good" />
      <span className="sr-only">yes</span>
    </>
  ) : (
    <>
      <span aria-hidden className="text-faint">
        –
      </span>
      <span className="sr-only">no</span>
    </>
  )
