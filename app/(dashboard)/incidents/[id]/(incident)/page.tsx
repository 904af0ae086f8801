import type { Metadata } from 'next'
import { type IdPage, orNotFound } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { Breadcrumbs } from '@/components/frame/breadcrumbs'
import { AcknowledgeButton } from '@/components/incidents/acknowledge-button'
import { IncidentHead } from '@/components/incidents/incident-head'
import { RollBackButton } from '@/components/incidents/roll-back-button'
import { Timeline } from '@/components/incidents/timeline'
import { LiveRefresh } from '@/components/live/live-refresh'
import { Section } from '@/components/ui/section'
import { may } from '@/core/access/policy'
import { incidentTitle } from '@/core/incidents/verdict'
import { readRedeployPlan } from '../../../apps/actions'
import { acknowledge, goBack } from '../../actions'
import { readPage } from './read-page'

export const generateMetadata = async ({ params }: IdPage): Promise<Metadata> => ({
  title: { absolute: incidentTitle((await orNotFound(readPage((await params).id))).incident) },
})

const IncidentPage = async ({ params }: IdPage) => {
  const { id } = await params
  const ctx = await requireContext()
  const page = await orNotFound(readPage(id))
  const { incident, target } = page
  const mayGoBack = may(ctx.actor, 'deployment.start')
  return (
    <>
      <Breadcrumbs way={[{ href: '/incidents', title: 'Incidents' }]} here={incident.monitorName} />
      <LiveRefresh />
      <IncidentHead {...page} now={ctx.clock.now().toISOString()}>
        {target?.possible && mayGoBack ? (
          <RollBackButton from={target.from} to={target.to} plan={readRedeployPlan} rollBack={goBack.bind(null, id)} />
        ) : null}
        {incident.status === 'open' && may(ctx.actor, 'incident.acknowledge') ? (
          <AcknowledgeButton acknowledge={acknowledge.bind(null, id)} />
        ) : null}
      </IncidentHead>
      <Section title="What happened" description="Times in UTC.">
        <Timeline entries={incident.timeline} />
      </Section>
    </>
  )
}

export default IncidentPage
