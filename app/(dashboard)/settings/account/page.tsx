import type { Metadata } from 'next'
import { requireContext, requireSession } from '@/app/_server/session'
import { signOutEverywhere } from '@/app/(dashboard)/actions'
import { RemoveButton } from '@/components/forms/remove-button'
import { SignOutEverywhere } from '@/components/settings/sign-out-everywhere'
import { Section } from '@/components/ui/section'
import { Badge } from '@/components/ui/status-mark'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { browserName } from '@/core/access/browser-name'
import { listSessions } from '@/services/sessions/list-sessions'
import { endSession } from './actions'

export const metadata: Metadata = { title: 'Account' }

const AccountPage = async () => {
  const [ctx, session] = await Promise.all([requireContext(), requireSession()])
  const sessions = await listSessions({ ctx, input: {} })
  const now = ctx.clock.now().toISOString()
  const team = session.teams.find((one) => one.id === session.actor.teamId)
  return (
    <>
      <Section title="You">
        <dl className="flex flex-wrap gap-x-10 gap-y-3">
          <Fact name="Name">{session.actor.name}</Fact>
          <Fact name="E-mail">{session.email}</Fact>
          <Fact name="Team">
            {team?.name} <Badge>{session.actor.role}</Badge>
          </Fact>
        </dl>
      </Section>
      <Section
        title="Where you are signed in"
        description="End any that you do not know; it counts from its next request on."
        actions={<SignOutEverywhere signOut={signOutEverywhere} />}
      >
        <Table>
          <TableHead>
            <HeadCell>Browser</HeadCell>
            <HeadCell>From</HeadCell>
            <HeadCell>Last seen</HeadCell>
            <HeadCell>Signed in</HeadCell>
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          </TableHead>
          <TableBody>
            {sessions.map((one) => (
              <Row key={one.id}>
                <Cell className="max-md:w-full">
                  {browserName(one.userAgent)}{' '}
                  {one.id === session.sessionId ? <Badge tone="good">this one</Badge> : null}
                </Cell>
                <Cell className="font-mono text-sm">{one.ip}</Cell>
                <Cell className="text-sm">
                  <Time at={one.lastSeenAt} now={now} />
                </Cell>
                <Cell className="text-sm max-md:hidden">
                  <Time at={one.createdAt} now={now} />
                </Cell>
                <Cell className="text-right max-md:ml-auto">
                  {one.id === session.sessionId ? null : (
                    <RemoveButton
                      verb="Sign out"
                      name={browserName(one.userAgent)}
                      remove={endSession.bind(null, one.id)}
                    />
                  )}
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      </Section>
    </>
  )
}

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div>
    <dt className="text-sm text-muted">{name}</dt>
    <dd>{children}</dd>
  </div>
)

export default AccountPage
