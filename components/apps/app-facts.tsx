import { ExpiryMark } from '@/components/certificates/expiry-mark'
import { CopyText } from '@/components/ui/code-block'
import { thin } from '@/core/format/number'

interface AppFactsProps {
  app: {
    image: string | null
    port: number
    healthCheck: { path: string; intervalSeconds: number; deadlineSeconds: number }
    domains: readonly string[]
    hosts: readonly string[]
    replicas: number
    envNames: readonly string[]
    tls: { name: string; expiresAt: string } | null
    httpsRedirect: boolean
  }
  now: string
}

/** What the app is set to, in one look. */
export const AppFacts = ({ app, now }: AppFactsProps) => (
  <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
    <Fact name="Image">
      {app.image === null ? 'none yet' : <CopyText shown={app.image} full={app.image} what="image" />}
    </Fact>
    <Fact name="Health check">
      <span className="font-mono text-sm">{app.healthCheck.path}</span> on port {app.port}
    </Fact>
    <Fact name="Domains">{app.domains.length === 0 ? 'none, so nobody can reach it' : app.domains.join(', ')}</Fact>
    <Fact name="HTTPS">
      {app.tls === null ? (
        app.domains.length === 0 ? (
          'not without a domain'
        ) : (
          'no certificate, plain HTTP only'
        )
      ) : (
        <>
          {app.tls.name}
          {app.httpsRedirect ? ', plain requests are sent on' : ''} ·{' '}
          <ExpiryMark notAfter={app.tls.expiresAt} now={now} />
        </>
      )}
    </Fact>
    <Fact name="Replicas">
      {app.hosts.length === 1
        ? `${app.replicas} on ${app.hosts[0]}`
        : `${app.replicas} on each of ${app.hosts.join(', ')}`}
    </Fact>
    <Fact name="Checked">
      every {app.healthCheck.intervalSeconds}
      {thin}s, at most {app.healthCheck.deadlineSeconds}
      {thin}s until healthy
    </Fact>
    <Fact name="Environment">
      {app.envNames.length === 0
        ? 'no variables'
        : `${app.envNames.length} ${app.envNames.length === 1 ? 'variable' : 'variables'}`}
    </Fact>
  </dl>
)

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-sm text-muted">{name}</dt>
    <dd className="flex min-h-6 min-w-0 flex-wrap items-center gap-x-1 break-words">{children}</dd>
  </div>
)
