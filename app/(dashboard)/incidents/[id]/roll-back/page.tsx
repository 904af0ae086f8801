import type { Metadata } from 'next'
import Link from 'next/link'
import { type IdPage, type ListPage, queryValue } from '@/app/_server/page'
import { requireContext, requireSession } from '@/app/_server/session'
import { RedeployPlanView } from '@/components/deployments/redeploy-plan'
import { Breadcrumbs } from '@/components/frame/breadcrumbs'
import { LinkVerdict } from '@/components/incidents/link-verdict'
import { RollBackForm } from '@/components/incidents/roll-back-form'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { GaplessError } from '@/core/errors'
import { causeSentence } from '@/core/incidents/verdict'
import type { Context } from '@/services/context'
import { openRollbackLink, type RollbackOffer } from '@/services/incidents/open-rollback-link'
import { planRedeploy } from '@/services/releases/plan-redeploy'
import { goBackByLink } from '../../actions'

// The address holds what allows the button, so it is told to nobody.
export const metadata: Metadata = { title: 'Roll back', referrer: 'no-referrer', robots: { index: false } }

/** Behind the link of an alert. Opening it changes nothing. */
const RollBackPage = async ({ params, searchParams }: IdPage & ListPage) => {
  const { id } = await params
  const [ctx, { teams }] = await Promise.all([requireContext(), requireSession()])
  const token = queryValue((await searchParams).token) ?? ''
  const offer = await offerOf(ctx, id, token)
  if (typeof offer === 'string') {
    return <LinkVerdict reason={offer} incidentId={id} hasTeams={teams.length > 1} />
  }
  const { incident, target, rollbackId, refusal } = offer
  if (rollbackId !== null) return <LinkVerdict reason="used" incidentId={id} deploymentId={rollbackId} />
  if (!target.possible) return <LinkVerdict reason="impossible" incidentId={id} why={target.why} />
  const plan = await planRedeploy({ ctx, input: { releaseId: target.to.id } })
  return (
    <div className="max-w-2xl">
      <Breadcrumbs
        way={[
          { href: '/incidents', title: 'Incidents' },
          { href: `/incidents/${id}`, title: incident.monitorName },
        ]}
        here="Roll back"
      />
      <h1 className="text-2xl font-semibold tracking-tight text-balance">
        Roll {target.appName} back to v{target.to.number}?
      </h1>
      <p className="mt-2 mb-5 text-muted">
        A deployment of v{target.to.number} exactly as it was: image, env and run settings. v{target.from.number} serves
        until it is healthy; no request is dropped. Nothing happens before you press the button.
      </p>
      <Standing incident={incident} />
      <RedeployPlanView plan={plan} releaseNumber={target.to.number} />
      {refusal === null ? (
        <RollBackForm to={target.to} back={`/incidents/${id}`} rollBack={goBackByLink.bind(null, id, token)} />
      ) : (
        <div className="mt-6 flex flex-col items-start gap-3">
          <Notice tone="warn">{refusal} Somebody with that role can use this link.</Notice>
          <Button asChild>
            <Link href={`/incidents/${id}`}>Open the incident</Link>
          </Button>
        </div>
      )}
    </div>
  )
}

/** Meanwhile it may have ended by itself. */
const Standing = ({ incident }: Pick<RollbackOffer, 'incident'>) => (
  <div className="mb-5">
    {incident.status === 'resolved' ? (
      <Notice tone="good">{incident.monitorName} is up again. Going back may not be needed any more.</Notice>
    ) : (
      <Notice tone="bad">
        <span className="font-medium">{incident.monitorName} is down.</span> {causeSentence(incident)}
      </Notice>
    )}
  </div>
)

/** What the link offers, or why it offers nothing. */
const offerOf = async (
  ctx: Context,
  incidentId: string,
  token: string,
): Promise<RollbackOffer | 'expired' | 'unknown'> => {
  try {
    return await openRollbackLink({ ctx, input: { incidentId, token } })
  } catch (error) {
    if (!(error instanceof GaplessError)) throw error
    if (error.kind === 'not_found') return 'unknown'
    if (error.code === 'link_expired') return 'expired'
    throw error
  }
}

export default RollBackPage
