import type { Metadata } from 'next'
import { type IdPage, orNotFound } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { LiveDeployment } from '@/components/deployments/live-deployment'
import { Breadcrumbs } from '@/components/frame/breadcrumbs'
import { may } from '@/core/access/policy'
import { tabTitle } from '@/core/deployments/verdict'
import { cancelDeployment, readRedeployPlan, redeploy } from '../../apps/actions'
import { readPage } from './read-page'

export const generateMetadata = async ({ params }: IdPage): Promise<Metadata> => {
  const { deployment, previousRelease, isCancelling, isCurrent } = await orNotFound(readPage((await params).id))
  const facts = {
    number: deployment.number,
    status: deployment.status,
    release: deployment.release?.number ?? null,
    previousRelease: previousRelease?.number ?? null,
    hasBegun: deployment.steps.length > 0,
    isCancelling,
    isCurrent,
  }
  return { title: { absolute: tabTitle(facts, deployment.appName) } }
}

const DeploymentPage = async ({ params }: IdPage) => {
  const { id } = await params
  const ctx = await requireContext()
  const page = await orNotFound(readPage(id))
  const { deployment } = page
  return (
    <>
      <Breadcrumbs
        way={[
          { href: '/apps', title: 'Apps' },
          { href: `/apps/${deployment.appId}`, title: deployment.appName },
          { href: `/apps/${deployment.appId}/deployments`, title: 'Deployments' },
        ]}
        here={`#${deployment.number}`}
      />
      <LiveDeployment
        key={id}
        {...page}
        now={ctx.clock.now().toISOString()}
        {...(may(ctx.actor, 'deployment.cancel') ? { cancel: cancelDeployment } : {})}
        {...(may(ctx.actor, 'deployment.start') ? { redeployActions: { plan: readRedeployPlan, redeploy } } : {})}
      />
    </>
  )
}

export default DeploymentPage
