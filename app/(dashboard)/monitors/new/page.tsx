import type { Metadata } from 'next'
import { type ListPage, queryValue } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { Breadcrumbs } from '@/components/frame/breadcrumbs'
import { NotAllowed } from '@/components/frame/not-allowed'
import { MonitorForm } from '@/components/monitors/monitor-form'
import { PageHead } from '@/components/ui/section'
import { may, whyNot } from '@/core/access/policy'
import { appToWatch } from '@/core/monitors/choose-app'
import { emptyMonitorDraft } from '@/core/monitors/draft'
import { listChannels } from '@/services/channels/list-channels'
import { listWatchable } from '@/services/monitors/list-watchable'
import { addChannel } from '../../settings/channels/actions'
import { addMonitor, sendTest } from '../actions'

export const metadata: Metadata = { title: 'Add Alert' }

const AddAlertPage = async ({ searchParams }: ListPage) => {
  const ctx = await requireContext()
  const refusal = whyNot(ctx.actor, 'monitor.create')
  if (refusal) return <NotAllowed title="Add Alert" why={refusal} />
  const [apps, channels] = await Promise.all([
    listWatchable({ ctx, input: {} }),
    listChannels({ ctx, input: { limit: 200 } }),
  ])
  const appId = queryValue((await searchParams).app)
  const app = appId === undefined ? appToWatch(apps) : apps.find(({ id }) => id === appId)
  const usable = channels.data.filter(({ enabled }) => enabled)
  const initial = {
    ...emptyMonitorDraft,
    ...(app ? { appId: app.id, name: app.name, url: app.url ?? '' } : {}),
    channelIds: usable.length === 1 ? usable.map(({ id }) => id) : [],
  }
  return (
    <>
      <Breadcrumbs way={[{ href: '/monitors', title: 'Monitors' }]} here="Add Alert" />
      <PageHead
        title="Add Alert"
        lead="Asks a URL every minute, every five seconds while its app is deploying, and tells you when the answer is not as it should be."
      />
      <MonitorForm
        initial={initial}
        apps={apps}
        channels={channels.data}
        existing={null}
        save={addMonitor}
        sendTest={sendTest}
        createChannel={may(ctx.actor, 'channel.create') ? addChannel : undefined}
      />
    </>
  )
}

export default AddAlertPage
