import type { Metadata } from 'next'
import { requireContext, requireSession } from '@/app/_server/session'
import { signOutEverywhere } from '@/app/(dashboard)/actions'
import { DeleteForm } from '@/components/forms/delete-form'
import { RemoveButton } from '@/components/forms/remove-button'
import { NameForm } from '@/components/settings/name-form'
import { SignOutEverywhere } from '@/components/settings/sign-out-everywhere'
import { Section } from '@/components/ui/section'
import { Badge } from '@/components/ui/status-mark'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { browserName } from '@/core/access/browser-name'
import { methodWords } from '@/core/access/sign-in'
import { listSessions } from '@/services/sessions/list-sessions'
import { endSession, removeAccount, rename } from './actions'

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
          <Fact name="E-mail">{session.email}</Fact>
          <Fact name="Team">
            {team?.name} <Badge>{session.actor.role}</Badge>
          </Fact>
        </dl>
        <div className="mt-4">
          <NameForm name={session.actor.name} save={rename} />
        </div>
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
                  <span className="block text-muted">{methodWords(one.method)}</span>
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
      <Section title="Delete your account">
        <DeleteForm
          name={session.email}
          what="account"
          consequence="You leave every team, and the API tokens that you made are revoked. What you deployed goes on running. A team of which you are the last owner needs another one first. This cannot be undone."
          remove={removeAccount.bind(null, session.email)}
          after="/sign-in"
        />
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
