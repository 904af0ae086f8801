import type { Metadata } from 'next'
import { type IdPage, orNotFound } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { EnvForm } from '@/components/apps/env-form'
import { EmptyState } from '@/components/ui/empty-state'
import { may } from '@/core/access/policy'
import { envDraftOf } from '@/core/apps/env-draft'
import { appTitle } from '@/core/apps/verdict'
import { startApp } from '../../actions'
import { readApp } from '../read-app'
import { saveEnv } from './actions'

export const generateMetadata = async ({ params }: IdPage): Promise<Metadata> => ({
  title: { absolute: appTitle(await orNotFound(readApp((await params).id)), 'environment') },
})

const EnvironmentPage = async ({ params }: IdPage) => {
  const { id } = await params
  const ctx = await requireContext()
  const app = await orNotFound(readApp(id))
  if (!may(ctx.actor, 'app.read_env') || !may(ctx.actor, 'app.update')) {
    return (
      <section aria-labelledby="environment">
        <h2 id="environment" className="mb-3 text-lg font-semibold">
          Environment
        </h2>
        {app.envNames.length === 0 ? (
          <EmptyState title="No variables">The app gets no environment variables of its own.</EmptyState>
        ) : (
          <>
            <p className="mb-2 text-muted">Values are for developers of this team and above.</p>
            <ul className="font-mono text-sm">
              {app.envNames.map((name) => (
                <li key={name} className="border-b py-2">
                  {name}
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
    )
  }
  return (
    <EnvForm
      key={`${app.envNames.join()} ${app.secretEnv.join()}`}
      appId={app.id}
      appName={app.name}
      initial={envDraftOf(app)}
      save={saveEnv}
      {...(may(ctx.actor, 'deployment.start') && app.image !== null ? { deploy: startApp } : {})}
    />
  )
}

export default EnvironmentPage
