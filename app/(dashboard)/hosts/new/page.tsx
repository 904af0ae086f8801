import type { Metadata } from 'next'
import { requireContext } from '@/app/_server/session'
import { Breadcrumbs } from '@/components/frame/breadcrumbs'
import { NotAllowed } from '@/components/frame/not-allowed'
import { NewHostForm } from '@/components/hosts/new-host-form'
import { PageHead } from '@/components/ui/section'
import { whyNot } from '@/core/access/policy'
import { addHost } from '../actions'

export const metadata: Metadata = { title: 'Add host' }

const NewHostPage = async () => {
  const { actor } = await requireContext()
  const refusal = whyNot(actor, 'host.create')
  if (refusal) return <NotAllowed title="Add host" why={refusal} />
  return (
    <>
      <Breadcrumbs way={[{ href: '/hosts', title: 'Hosts' }]} here="Add host" />
      <PageHead
        title="Add host"
        lead="A machine with Docker 20.10 or newer. Gapless drives it through Docker’s own API."
      />
      <NewHostForm mayUseSocket={actor.isOperator} add={addHost} />
    </>
  )
}

export default NewHostPage
