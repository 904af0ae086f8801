import type { Metadata } from 'next'
import { cursorOf, type ListPage } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { RemoveButton } from '@/components/forms/remove-button'
import { NotAllowed } from '@/components/frame/not-allowed'
import { Pager } from '@/components/frame/pager'
import { TokenForm } from '@/components/settings/token-form'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { Badge } from '@/components/ui/status-mark'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { may, roleAtLeast, whyNot } from '@/core/access/policy'
import { tokenRoles } from '@/core/tokens/schema'
import { listTokens } from '@/services/tokens/list-tokens'
import { addToken, removeToken } from './actions'

export const metadata: Metadata = { title: 'API tokens' }

const TokensPage = async ({ searchParams }: ListPage) => {
  const ctx = await requireContext()
  const { actor } = ctx
  const refusal = whyNot(actor, 'token.read')
  if (refusal) return <NotAllowed why={refusal} />
  const cursor = cursorOf((await searchParams).cursor)
  const { data, nextCursor } = await listTokens({ ctx, input: { limit: 50, cursor } })
  const now = ctx.clock.now().toISOString()
  const roles = tokenRoles.filter((role) => roleAtLeast(actor.role, role === 'metrics' ? 'admin' : role))
  return (
    <>
      <Section title="New API token" description="For programs: a pipeline that deploys, a script, Prometheus.">
        <TokenForm roles={roles} add={addToken} />
      </Section>
      <Section title="API tokens">
        {data.length === 0 ? (
          <EmptyState title="No tokens">Create one above; its secret is shown once.</EmptyState>
        ) : (
          <Table>
            <TableHead>
              <HeadCell>Name</HeadCell>
              <HeadCell>Role</HeadCell>
              <HeadCell>Last used</HeadCell>
              <HeadCell>Expires</HeadCell>
              <HeadCell>
                <span className="sr-only">Actions</span>
              </HeadCell>
            </TableHead>
            <TableBody>
              {data.map((token) => (
                <Row key={token.id}>
                  <Cell className="max-md:w-full">
                    <p className="font-medium break-words">{token.name}</p>
                    <p className="font-mono text-sm text-muted">{token.prefix}…</p>
                  </Cell>
                  <Cell>
                    <Badge>{token.role}</Badge>
                  </Cell>
                  <Cell className="text-sm">
                    <span className="text-muted md:hidden">used </span>
                    {token.lastUsedAt ? (
                      <>
                        <Time at={token.lastUsedAt} now={now} />
                        {token.lastUsedIp ? <span className="text-muted"> from {token.lastUsedIp}</span> : null}
                      </>
                    ) : (
                      <span className="text-muted">never</span>
                    )}
                  </Cell>
                  <Cell className="text-sm">
                    <span className="text-muted md:hidden">expires </span>
                    {token.expiresAt ? (
                      <Time at={token.expiresAt} now={now} />
                    ) : (
                      <span className="text-muted">never</span>
                    )}
                  </Cell>
                  <Cell className="text-right max-md:ml-auto">
                    {may(actor, 'token.delete') ? (
                      <RemoveButton verb="Revoke" name={token.name} remove={removeToken.bind(null, token.id)} />
                    ) : null}
                  </Cell>
                </Row>
              ))}
            </TableBody>
          </Table>
        )}
        <Pager path="/settings/tokens" cursor={cursor} nextCursor={nextCursor} what="tokens" />
      </Section>
    </>
  )
}

export default TokensPage
