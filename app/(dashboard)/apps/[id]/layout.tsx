import { ExternalLink } from 'lucide-react'
import { type ReactNode, Suspense } from 'react'
import { type IdPage, orNotFound } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { DeployButton } from '@/components/apps/deploy-button'
import { appMark } from '@/components/apps/status'
import { Breadcrumbs } from '@/components/frame/breadcrumbs'
import { PageTabs } from '@/components/frame/page-tabs'
import { LiveRefresh } from '@/components/live/live-refresh'
import { PageHead } from '@/components/ui/section'
import { HeadSkeleton } from '@/components/ui/skeleton'
import { StatusMark } from '@/components/ui/status-mark'
import { may } from '@/core/access/policy'
import { appStatusWords } from '@/core/apps/verdict'
import { startApp } from '../actions'
import { readApp } from './read-app'

/** The frame of an app's pages comes in its own time: what is in it need not wait. */
const AppLayout = ({ children, params }: IdPage & { children: ReactNode }) => (
  <>
    <Suspense fallback={<AppHeadLoading />}>
      <AppHead params={params} />
    </Suspense>
    <LiveRefresh />
    <div>{children}</div>
  </>
)

/** As high as the head with its tabs: the page under it may come first. */
const AppHeadLoading = () => (
  <>
    <HeadSkeleton above />
    <div className="mb-6 border-b">
      <div className="control" />
    </div>
  </>
)

const AppHead = async ({ params }: IdPage) => {
  const { id } = await params
  const ctx = await requireContext()
  const app = await orNotFound(readApp(id))
  const tabs = [
    { href: `/apps/${id}`, title: 'Overview' },
    { href: `/apps/${id}/deployments`, title: 'Deployments' },
    { href: `/apps/${id}/monitoring`, title: 'Monitoring' },
    { href: `/apps/${id}/logs`, title: 'Logs' },
    { href: `/apps/${id}/environment`, title: 'Environment' },
    ...(may(ctx.actor, 'app.update') ? [{ href: `/apps/${id}/settings`, title: 'Settings' }] : []),
  ]
  return (
    <>
      <Breadcrumbs way={[{ href: '/apps', title: 'Apps' }]} here={app.name} />
      <PageHead
        title={app.name}
        lead={
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <StatusMark mark={appMark(app.status)} word={appStatusWords[app.status]} className="text-text" />
            {app.url === null ? null : (
              <a href={app.url} className="inline-flex items-center gap-1 hover:text-text hover:underline">
                {app.domains[0]} <ExternalLink size={12} aria-hidden />
              </a>
            )}
          </span>
        }
        actions={
          may(ctx.actor, 'deployment.start') && app.image !== null ? (
            <DeployButton appId={app.id} appName={app.name} deploy={startApp} look="primary" />
          ) : null
        }
      />
      <PageTabs label={`Pages of ${app.name}`} tabs={tabs} />
    </>
  )
}

export default AppLayout
