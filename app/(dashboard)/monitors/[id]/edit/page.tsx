import type { Metadata } from 'next'
import { type IdPage, orNotFound } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { DeleteForm } from '@/components/forms/delete-form'
import { Breadcrumbs } from '@/components/frame/breadcrumbs'
import { NotAllowed } from '@/components/frame/not-allowed'
import { MonitorForm } from '@/components/monitors/monitor-form'
import { PageHead, Section } from '@/components/ui/section'
import { may, whyNot } from '@/core/access/policy'
import { formatCountOf } from '@/core/format/number'
import { monitorDraftOf } from '@/core/monitors/draft'
import { listChannels } from '@/services/channels/list-channels'
import { listWatchable } from '@/services/monitors/list-watchable'
import type { MonitorView } from '@/services/monitors/monitor-view'
import { addChannel } from '../../../settings/channels/actions'
import { changeMonitor, removeMonitor, sendTest } from '../../actions'
import { readMonitor } from '../read-monitor'

export const metadata: Metadata = { title: 'Change alert' }

const EditMonitorPage = async ({ params }: IdPage) => {
  const { id } = await params
  const ctx = await requireContext()
  const refusal = whyNot(ctx.actor, 'monitor.update')
  if (refusal) return <NotAllowed title="Change alert" why={refusal} />
  const [monitor, apps, channels] = await Promise.all([
    orNotFound(readMonitor(id)),
    listWatchable({ ctx, input: {} }),
    listChannels({ ctx, input: { limit: 200 } }),
  ])
  return (
    <>
      <Breadcrumbs
        way={[
          { href: '/monitors', title: 'Monitors' },
          { href: `/monitors/${id}`, title: monitor.name },
        ]}
        here="Change"
      />
      <PageHead title="Change alert" />
      <MonitorForm
        initial={monitorDraftOf(monitor)}
        apps={apps}
        channels={channels.data}
        existing={{ id, headerNames: monitor.headerNames, stored: storedWords(monitor) }}
        save={changeMonitor.bind(null, id)}
        sendTest={sendTest}
        createChannel={may(ctx.actor, 'channel.create') ? addChannel : undefined}
      />
      {may(ctx.actor, 'monitor.delete') ? (
        <Section title="Delete this monitor" className="mt-12">
          <DeleteForm
            name={monitor.name}
            what="monitor"
            consequence="Its checks, its uptime and its incidents go with it. Nobody is told of this URL any more."
            remove={removeMonitor.bind(null, id)}
            after="/monitors"
          />
        </Section>
      ) : null}
    </>
  )
}

/** What is stored of the request, without anything that may be secret. */
const storedWords = ({ headerNames, hasBody, auth }: MonitorView): string => {
  const parts = [
    headerNames.length === 0 ? 'no headers' : formatCountOf(headerNames.length, 'header'),
    hasBody ? 'a body' : 'no body',
    auth === null ? 'no login' : auth.type === 'basic' ? `login as ${auth.username}` : 'a bearer token',
  ]
  return parts.join(', ')
}

export default EditMonitorPage
