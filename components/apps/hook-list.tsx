import Link from 'next/link'
import { RemoveButton } from '@/components/forms/remove-button'
import { CopyText } from '@/components/ui/code-block'
import { Disclosure } from '@/components/ui/disclosure'
import { EmptyState } from '@/components/ui/empty-state'
import { Time } from '@/components/ui/time'
import type { ActionResult } from '@/core/action-result'
import type { DeploymentStatus } from '@/core/deployments/state'
import { statusWords } from '@/core/deployments/words'

export interface ShownHook {
  id: string
  name: string
  url: string
  lastUsedAt: string | null
  deliveries: readonly {
    id: string
    deliveryId: string
    at: string
    deployment: { id: string; number: number; status: DeploymentStatus } | null
  }[]
}

interface HookListProps {
  hooks: readonly ShownHook[]
  now: string
  remove: (hookId: string) => Promise<ActionResult<null>>
}

/** An app's deploy hooks, each with what came by it last. */
export const HookList = ({ hooks, now, remove }: HookListProps) => {
  if (hooks.length === 0) {
    return (
      <EmptyState title="No deploy hooks">
        Add one for a pipeline or a forge: it deploys this app and can do nothing else.
      </EmptyState>
    )
  }
  return (
    <ul className="divide-y divide-line border-b">
      {hooks.map((hook) => (
        <li key={hook.id} className="py-3">
          <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
            <div className="min-w-0">
              <p className="font-medium wrap-anywhere">{hook.name}</p>
              <CopyText shown={hook.url} full={hook.url} what="address" />
            </div>
            <RemoveButton verb="Delete" name={hook.name} remove={remove.bind(null, hook.id)} />
          </div>
          {hook.lastUsedAt === null ? (
            <p className="text-sm text-muted">Never used.</p>
          ) : (
            <Disclosure
              title="Last deliveries"
              summary={
                <>
                  last used <Time at={hook.lastUsedAt} now={now} />
                </>
              }
              className="text-sm"
            >
              <Deliveries deliveries={hook.deliveries} now={now} />
            </Disclosure>
          )}
        </li>
      ))}
    </ul>
  )
}

const Deliveries = ({ deliveries, now }: Pick<ShownHook, 'deliveries'> & { now: string }) => {
  if (deliveries.length === 0) return <p className="ml-5 text-muted">None in the last 30 days.</p>
  return (
    <ul className="mb-1 ml-5 flex flex-col gap-1">
      {deliveries.map(({ id, deliveryId, at, deployment }) => (
        <li key={id} className="flex flex-wrap gap-x-3">
          <Time at={at} now={now} />
          {deployment ? (
            <Link href={`/deployments/${deployment.id}`} className="underline">
              #{deployment.number} {statusWords[deployment.status].toLowerCase()}
            </Link>
          ) : (
            <span className="text-muted">its deployment is gone</span>
          )}
          <span className="max-w-60 truncate font-mono text-muted" title={deliveryId}>
            {deliveryId}
          </span>
        </li>
      ))}
    </ul>
  )
}
