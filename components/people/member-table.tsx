import Link from 'next/link'
import { RemoveButton } from '@/components/forms/remove-button'
import { Button } from '@/components/ui/button'
import { Badge } from '@/components/ui/status-mark'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { Role } from '@/core/access/actor'
import type { ActionResult } from '@/core/action-result'
import { formatCountOf } from '@/core/format/number'

interface ShownMember {
  id: string
  name: string
  email: string
  role: Role
  apps: readonly { id: string; name: string }[] | null
  hasSecondFactor: boolean
  createdAt: string
  isYou: boolean
  mayChange: boolean
  mayRemove: boolean
}

interface MemberTableProps {
  members: readonly ShownMember[]
  now: string
  takeOut: (id: string) => Promise<ActionResult<null>>
}

/** Who is in the team, as what, and into which apps they are let. */
export const MemberTable = ({ members, now, takeOut }: MemberTableProps) => (
  <Table>
    <TableHead>
      <HeadCell>Name</HeadCell>
      <HeadCell>Role</HeadCell>
      <HeadCell>Apps</HeadCell>
      <HeadCell>Second factor</HeadCell>
      <HeadCell>Since</HeadCell>
      <HeadCell>
        <span className="sr-only">Actions</span>
      </HeadCell>
    </TableHead>
    <TableBody>
      {members.map((member) => (
        <Row key={member.id}>
          <Cell className="max-md:w-full">
            <p className="font-medium wrap-anywhere">
              {member.name} {member.isYou ? <Badge tone="good">you</Badge> : null}
            </p>
            <p className="text-sm wrap-anywhere text-muted">{member.email}</p>
          </Cell>
          <Cell>
            <Badge>{member.role}</Badge>
          </Cell>
          <Cell className="text-sm">
            <AppsOf apps={member.apps} />
          </Cell>
          <Cell className="text-sm">
            <span className="max-md:hidden">
              {member.hasSecondFactor ? 'on' : <span className="text-muted">off</span>}
            </span>
            <span className="text-muted md:hidden">
              {member.hasSecondFactor ? 'second factor' : 'no second factor'}
            </span>
          </Cell>
          <Cell className="text-sm max-md:hidden">
            <Time at={member.createdAt} now={now} />
          </Cell>
          <Cell className="text-right max-md:ml-auto">
            <span className="inline-flex justify-end gap-1">
              {member.mayChange ? (
                <Button asChild look="quiet">
                  <Link href={`/settings/members/${member.id}`}>
                    Change<span className="sr-only"> {member.name}</span>
                  </Link>
                </Button>
              ) : null}
              {member.mayRemove ? (
                <RemoveButton verb="Remove" name={member.name} remove={takeOut.bind(null, member.id)} />
              ) : null}
            </span>
          </Cell>
        </Row>
      ))}
    </TableBody>
  </Table>
)

const AppsOf = ({ apps }: Pick<ShownMember, 'apps'>) => {
  if (apps === null)
    return (
      <span className="text-muted">
        all<span className="md:hidden"> apps</span>
      </span>
    )
  if (apps.length === 0)
    return (
      <span className="text-warn">
        none<span className="md:hidden"> of the apps</span>
      </span>
    )
  return apps.length <= 2 ? apps.map(({ name }) => name).join(', ') : formatCountOf(apps.length, 'app')
}
