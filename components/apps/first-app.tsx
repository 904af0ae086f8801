import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

interface FirstAppProps {
  mayCreate: boolean
  /** An app needs a host to run on. */
  hasHost: boolean
  /** The sample app's image is on the host that a first app would run on. */
  hasSample: boolean
}

const steps = [
  ['Name an image, its port and a domain.', 'Everything else has a default.'],
  ['Watch it start.', 'Only when its health check answers 200 are users sent to it.'],
  ['Deploy the next version whenever you like.', 'The old one serves until the new one does; no request fails.'],
] as const

/** What a team without apps sees: how it goes, and the one next step. */
export const FirstApp = ({ mayCreate, hasHost, hasSample }: FirstAppProps) => {
  if (!mayCreate) {
    return (
      <EmptyState title="No apps yet">
        When a developer of this team adds one, it is listed here with its status and its last deployment.
      </EmptyState>
    )
  }
  return (
    <section aria-labelledby="first-app" className="max-w-3xl rounded-md border bg-surface p-6">
      <h2 id="first-app" className="text-xl font-semibold tracking-tight">
        {hasHost ? 'Your first app, in a minute' : 'First a machine to run on'}
      </h2>
      {hasHost ? (
        <ol className="mt-4 flex flex-col gap-3">
          {steps.map(([what, why], index) => (
            <li key={what} className="flex gap-3">
              <span
                aria-hidden
                className="figures flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft text-sm font-medium text-accent"
              >
                {index + 1}
              </span>
              <p>
                <span className="font-medium">{what}</span> <span className="text-muted">{why}</span>
              </p>
            </li>
          ))}
        </ol>
      ) : (
        <p className="mt-2 max-w-prose text-muted">
          Apps run on your own machines with Docker. Add one, by SSH or by TCP with TLS; nothing is installed there.
        </p>
      )}
      <div className="mt-5 flex flex-wrap gap-2">
        {hasHost ? (
          <>
            <Button asChild look="primary">
              <Link href="/apps/new">Add your app</Link>
            </Button>
            {hasSample ? (
              <Button asChild>
                <Link href="/apps/new?sample=1">Try it with the sample app</Link>
              </Button>
            ) : null}
          </>
        ) : (
          <Button asChild look="primary">
            <Link href="/hosts/new">Add a host</Link>
          </Button>
        )}
      </div>
    </section>
  )
}
