import type { Metadata } from 'next'
import { cursorOf, type ListPage } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { NotAllowed } from '@/components/frame/not-allowed'
import { Pager } from '@/components/frame/pager'
import { TokenForm } from '@/components/settings/token-form'
import { TokenTable } from '@/components/settings/token-table'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { may, roleAtLeast, whyNot } from '@/core/access/policy'
import { scopedRoles, tokenRoles } from '@/core/tokens/schema'
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
  const roles = tokenRoles.filter(
    (role) =>
      roleAtLeast(actor.role, role === 'metrics' ? 'admin' : role) &&
      (actor.appIds === null || scopedRoles.includes(role)),
  )
  return (
    <>
      <Section title="New API token" description="For programs: a pipeline that deploys, a script, Prometheus.">
        <TokenForm roles={roles} isRestricted={actor.appIds !== null} add={addToken} />
      </Section>
      <Section
        title="API tokens"
        description="None may ever do more than who made it. Revoking one also revokes those that were made with it."
      >
        {data.length === 0 ? (
          <EmptyState title="No tokens">Create one above; its secret is shown once.</EmptyState>
        ) : (
          <TokenTable
            tokens={data}
            now={ctx.clock.now().toISOString()}
            {...(may(actor, 'token.delete') ? { revoke: removeToken } : {})}
          />
        )}
        <Pager path="/settings/tokens" cursor={cursor} nextCursor={nextCursor} what="tokens" />
      </Section>
    </>
  )
}

export default TokensPage
