import type { Metadata } from 'next'
import { type IdPage, orNotFound } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { EditChannel } from '@/components/channels/edit-channel'
import { DeleteForm } from '@/components/forms/delete-form'
import { Breadcrumbs } from '@/components/frame/breadcrumbs'
import { NotAllowed } from '@/components/frame/not-allowed'
import { Section } from '@/components/ui/section'
import { may, whyNot } from '@/core/access/policy'
import { channelDraftOf } from '@/core/channels/draft'
import { channelTypeWords } from '@/core/channels/words'
import { formatCountOf } from '@/core/format/number'
import { changeChannel, removeChannel } from '../../actions'
import { readChannel } from '../read-channel'

export const metadata: Metadata = { title: 'Change channel' }

const EditChannelPage = async ({ params }: IdPage) => {
  const { id } = await params
  const ctx = await requireContext()
  const refusal = whyNot(ctx.actor, 'channel.update')
  if (refusal) return <NotAllowed why={refusal} />
  const channel = await orNotFound(readChannel(id))
  return (
    <>
      <Breadcrumbs
        way={[
          { href: '/settings/channels', title: 'Channels' },
          { href: `/settings/channels/${id}`, title: channel.name },
        ]}
        here="Change"
      />
      <Section title="Change channel" description={channelTypeWords[channel.type]}>
        <EditChannel
          channelId={id}
          existing={{ draft: channelDraftOf(channel), shownUrl: channel.url }}
          save={changeChannel.bind(null, id)}
        />
      </Section>
      {may(ctx.actor, 'channel.delete') ? (
        <Section title="Delete this channel" className="mt-12">
          <DeleteForm
            name={channel.name}
            what="channel"
            consequence={`${tellsNobody(channel.monitors)} What was not sent yet is not sent, and its log goes with it.`}
            remove={removeChannel.bind(null, id)}
            after="/settings/channels"
          />
        </Section>
      ) : null}
    </>
  )
}

const tellsNobody = (monitors: number): string =>
  monitors === 0
    ? 'No monitor has it; deployments are not told here any more.'
    : `${formatCountOf(monitors, 'monitor does', 'monitors do')} not tell it any more, nor do deployments.`

export default EditChannelPage
