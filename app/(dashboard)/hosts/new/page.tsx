import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { requireContext } from '@/app/_server/session'
import { Breadcrumbs } from '@/components/frame/breadcrumbs'
import { NewHostForm } from '@/components/hosts/new-host-form'
import { PageHead } from '@/components/ui/section'
import { may } from '@/core/access/policy'
import { addHost } from '../actions'

export const metadata: Metadata = { title: 'Add host' }

const NewHostPage = async () => {
  const { actor } = await requireContext()
  if (!may(actor, 'host.create')) redirect('/hosts')
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
