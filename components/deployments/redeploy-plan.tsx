import { CopyText } from '@/components/ui/code-block'
import { Skeleton } from '@/components/ui/skeleton'
import { imageWithoutDigest, shortDigest } from '@/core/format/digest'
import { formatDuration } from '@/core/format/duration'
import type { Difference } from '@/core/releases/compare'
import { Differences } from './differences'

export interface ShownPlan {
  target: { number: number; image: string; digest: string }
  live: { number: number; image: string } | null
  differences: readonly Difference[] | null
  hosts: readonly string[]
  stillRuns: boolean
  expectedMs: number | null
}

/** What is live, what will run, what differs, where and how long it takes. */
export const RedeployPlanView = ({ plan, releaseNumber }: { plan: ShownPlan | null; releaseNumber: number }) => (
  <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2" aria-busy={plan === null}>
    <dt className="text-muted">Live now</dt>
    <dd className="min-w-0">{plan === null ? <Bar /> : plan.live ? <Release {...plan.live} /> : 'nothing'}</dd>
    <dt className="text-muted">Will run</dt>
    <dd className="min-w-0">
      {plan === null ? (
        <span className="font-medium">v{releaseNumber}</span>
      ) : (
        <>
          <Release {...plan.target} />
          <div>
            <CopyText shown={shortDigest(plan.target.digest)} full={plan.target.digest} what="digest" />
          </div>
        </>
      )}
    </dd>
    <dt className="text-muted">What differs</dt>
    <dd className="min-w-0">{plan === null ? <Bar /> : <Differences differences={plan.differences} />}</dd>
    <dt className="text-muted">On</dt>
    <dd>{plan === null ? <Bar /> : plan.hosts.join(', ')}</dd>
    <dt className="text-muted">Takes about</dt>
    <dd className="figures">{plan === null ? <Bar /> : expected(plan)}</dd>
  </dl>
)

const Bar = () => <Skeleton className="my-0.5 h-4 w-40" />

const Release = ({ number, image }: { number: number; image: string }) => (
  <p className="break-words">
    <span className="font-medium">v{number}</span>{' '}
    <span className="font-mono text-sm">{imageWithoutDigest(image)}</span>
  </p>
)

const expected = (plan: ShownPlan): string => {
  if (plan.stillRuns) return 'a moment: its replicas still run'
  return plan.expectedMs === null
    ? 'unknown: nothing has been deployed yet'
    : `${formatDuration(plan.expectedMs)} until it is live, by the last five`
}
