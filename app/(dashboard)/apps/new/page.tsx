import type { Metadata } from 'next'
import { isLocal, type ListPage, queryValue } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { NewAppForm } from '@/components/apps/new-app-form'
import { Breadcrumbs } from '@/components/frame/breadcrumbs'
import { NotAllowed } from '@/components/frame/not-allowed'
import { PageHead } from '@/components/ui/section'
import { whyNot } from '@/core/access/policy'
import { emptyDraft, sampleDraft } from '@/core/apps/draft'
import { listHostNames } from '@/services/hosts/list-host-names'
import { createAndDeploy } from './actions'

export const metadata: Metadata = { title: 'New app' }

const NewAppPage = async ({ searchParams }: ListPage) => {
  const ctx = await requireContext()
  const refusal = whyNot(ctx.actor, 'app.create')
  if (refusal) return <NotAllowed title="New app" why={refusal} />
  const hosts = await listHostNames({ ctx, input: {} })
  const first = hosts.includes('local') ? 'local' : hosts[0]
  const { sampleImage, url } = ctx.instance
  const isSample = queryValue((await searchParams).sample) !== undefined && sampleImage !== null
  const start = isSample
    ? sampleDraft(sampleImage, `sample.${isLocal(url) ? 'localhost' : new URL(url).hostname}`)
    : emptyDraft
  return (
    <>
      <Breadcrumbs way={[{ href: '/apps', title: 'Apps' }]} here="New app" />
      <PageHead
        title={isSample ? 'Try it with the sample app' : 'New app'}
        lead={
          isSample
            ? 'A small web server that this instance has built. All is filled in: press Create and deploy, and watch.'
            : 'Gapless starts it, waits until it answers, and only then sends users to it.'
        }
      />
      <NewAppForm
        initial={{ ...start, hosts: first === undefined ? [] : [first] }}
        hosts={hosts}
        isLocal={isLocal(ctx.instance.url)}
        create={createAndDeploy}
      />
    </>
  )
}

export default NewAppPage
