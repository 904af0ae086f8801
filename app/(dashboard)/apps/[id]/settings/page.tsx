import type { Metadata } from 'next'
import { type IdPage, isLocal, orNotFound } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { AppSettingsForm } from '@/components/apps/app-settings-form'
import { DeployHooks } from '@/components/apps/deploy-hooks'
import { DeleteForm } from '@/components/forms/delete-form'
import { NotAllowed } from '@/components/frame/not-allowed'
import { Section } from '@/components/ui/section'
import { may, whyNot } from '@/core/access/policy'
import { draftOf } from '@/core/apps/draft'
import { appTitle } from '@/core/apps/verdict'
import { readAppHooks } from '@/services/hooks/read-app-hooks'
import { listHostNames } from '@/services/hosts/list-host-names'
import { startApp } from '../../actions'
import { readApp } from '../read-app'
import { addHook, removeApp, removeHook, saveSettings } from './actions'

export const generateMetadata = async ({ params }: IdPage): Promise<Metadata> => ({
  title: { absolute: appTitle(await orNotFound(readApp((await params).id)), 'settings') },
})

const AppSettingsPage = async ({ params }: IdPage) => {
  const { id } = await params
  const ctx = await requireContext()
  const app = await orNotFound(readApp(id))
  const refusal = whyNot(ctx.actor, 'app.update')
  if (refusal) return <NotAllowed why={refusal} />
  const [hosts, hooks] = await Promise.all([
    listHostNames({ ctx, input: {} }),
    may(ctx.actor, 'hook.read') ? readAppHooks({ ctx, input: { appId: app.id } }) : null,
  ])
  return (
    <>
      <AppSettingsForm
        appId={app.id}
        initial={draftOf({ ...app, command: app.command ?? null, preDeploy: app.preDeploy ?? null })}
        hosts={hosts}
        isLocal={isLocal(ctx.instance.url)}
        save={saveSettings}
        {...(may(ctx.actor, 'deployment.start') ? { deploy: startApp } : {})}
      />
      {hooks ? (
        <Section
          id="hooks"
          title="Deploy hooks"
          description="Addresses that deploy this app when a signed request is posted to them. The same delivery deploys once."
        >
          <DeployHooks
            hooks={hooks}
            now={ctx.clock.now().toISOString()}
            image={app.image ?? 'registry.example.com/app:1.2.3'}
            add={addHook.bind(null, app.id)}
            remove={removeHook}
          />
        </Section>
      ) : null}
      {may(ctx.actor, 'app.delete') ? (
        <Section title="Delete this app">
          <DeleteForm
            name={app.name}
            what="app"
            consequence="Its replicas stop and its domains answer 404 at once. Its history and its releases go with it; its volumes stay on their hosts. This cannot be undone."
            remove={removeApp.bind(null, app.id)}
            after="/apps"
          />
        </Section>
      ) : null}
    </>
  )
}

export default AppSettingsPage
