import type { Metadata } from 'next'
import { type IdPage, orNotFound } from '@/app/_server/page'
import { AppLogs } from '@/components/apps/app-logs'
import { EmptyState } from '@/components/ui/empty-state'
import { appTitle } from '@/core/apps/verdict'
import { readApp } from '../read-app'

export const generateMetadata = async ({ params }: IdPage): Promise<Metadata> => ({
  title: { absolute: appTitle(await orNotFound(readApp((await params).id)), 'logs') },
})

const LogsPage = async ({ params }: IdPage) => {
  const { id } = await params
  const app = await orNotFound(readApp(id))
  return (
    <section aria-labelledby="logs">
      <h2 id="logs" className="mb-3 text-lg font-semibold">
        Logs
      </h2>
      {app.readyReplicas === 0 ? (
        <EmptyState title="No replica is running">
          What the app writes is shown here while it runs. A deployment keeps what its containers wrote on its own page.
        </EmptyState>
      ) : (
        <AppLogs appId={id} />
      )}
    </section>
  )
}

export default LogsPage
