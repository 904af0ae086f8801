import type { Metadata } from 'next'
import { requireContext } from '@/app/_server/session'
import { QuotaForm } from '@/components/settings/quota-form'
import { QuotaUse } from '@/components/settings/quota-use'
import { Section } from '@/components/ui/section'
import { readOwnQuotas } from '@/services/quotas/read-own-quotas'
import { readQuotas } from '@/services/quotas/read-quotas'
import { saveQuotas } from './actions'

export const metadata: Metadata = { title: 'Limits' }

const LimitsPage = async () => {
  const ctx = await requireContext()
  const [uses, own] = await Promise.all([
    readQuotas({ ctx, input: {} }),
    ctx.actor.isOperator ? readOwnQuotas({ ctx, input: {} }) : null,
  ])
  return (
    <Section
      title="Limits"
      description="Of logs beyond what the team may keep, those of its oldest deployments are taken away."
    >
      <QuotaUse uses={uses} />
      {own ? <QuotaForm own={own} save={saveQuotas} /> : null}
    </Section>
  )
}

export default LimitsPage
