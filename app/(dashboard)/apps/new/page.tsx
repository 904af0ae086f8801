import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { isLocal } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { NewAppForm } from '@/components/apps/new-app-form'
import { Breadcrumbs } from '@/components/frame/breadcrumbs'
import { PageHead } from '@/components/ui/section'
import { may } from '@/core/access/policy'
import { emptyDraft } from '@/core/apps/draft'
import { listHostNames } from '@/services/hosts/list-host-names'
import { createAndDeploy } from './actions'

export const metadata: Metadata = { title: 'New app' }

const NewAppPage = async () => {
  const ctx = await requireContext()
  if (!may(ctx.actor, 'app.create')) redirect('/apps')
  const hosts = await listHostNames({ ctx, input: {} })
  const first = hosts.includes('local') ? 'local' : hosts[0]
  return (
    <>
      <Breadcrumbs way={[{ href: '/apps', title: 'Apps' }]} here="New app" />
      <PageHead title="New app" lead="Gapless starts it, waits until it answers, and only then sends users to it." />
      <NewAppForm
        initial={{ ...emptyDraft, hosts: first === undefined ? [] : [first] }}
        hosts={hosts}
        isLocal={isLocal(ctx.instance.url)}
        create={createAndDeploy}
      />
    </>
  )
}

export default NewAppPage
