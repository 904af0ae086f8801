'use client'

import { ExternalLink, X } from 'lucide-react'
import Link from 'next/link'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { CopyText } from '@/components/ui/code-block'
import { Notice } from '@/components/ui/notice'
import { StatusMark } from '@/components/ui/status-mark'
import { Time } from '@/components/ui/time'
import { isEnd } from '@/core/deployments/state'
import { deploymentVerdict, howLong, type VerdictFacts } from '@/core/deployments/verdict'
import { statusWords, triggerWord } from '@/core/deployments/words'
import { imageWithoutDigest, shortDigest } from '@/core/format/digest'
import type { LiveDeploymentProps } from './live-deployment-props'
import type { LiveState } from './live-state'
import { RedeployButton } from './redeploy-button'
import { deploymentMark } from './status'

interface HeadProps extends LiveDeploymentProps {
  facts: VerdictFacts
  state: LiveState
  onCancelled: () => void
}

/** The verdict in one large sentence, what it is about, and the next action. */
export const DeploymentHead = (props: HeadProps) => {
  const { deployment, facts, state, release } = props
  const took = howLong({ ...state, queuedAt: deployment.queuedAt })
  return (
    <div className="mb-8 flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
      <div className="min-w-0 flex-1 basis-96">
        <StatusMark mark={deploymentMark(state.status)} word={statusWords[state.status]} className="mb-2" />
        <h1 aria-live="polite" className="max-w-3xl text-3xl font-semibold tracking-tight text-balance">
          {deploymentVerdict(facts)}
        </h1>
        <p className="mt-2 flex flex-wrap items-center gap-x-1.5 text-muted">
          <span>
            Deployment {deployment.number} of {deployment.appName}, by {deployment.actor.name} (
            {triggerWord(deployment.trigger)}) <Time at={deployment.queuedAt} now={props.now} />
            {took && state.liveAt ? <span className="figures">, live after {took}</span> : null}.
          </span>
          <span className="font-mono text-sm break-all">
            {imageWithoutDigest(release?.image ?? deployment.requestedImage ?? '')}
          </span>
          {release ? <CopyText shown={shortDigest(release.digest)} full={release.digest} what="digest" /> : null}
        </p>
        {deployment.reason ? <p className="mt-1 max-w-prose">{deployment.reason}</p> : null}
      </div>
      <NextActions {...props} />
    </div>
  )
}

/** Only what can work now. */
const NextActions = ({
  deployment,
  facts,
  state,
  release,
  previousRelease,
  redeployable,
  appUrl,
  redeployActions,
  cancel,
  onCancelled,
}: HeadProps) => {
  const ended = isEnd(state.status)
  // What one would go back to after a failed one serves anyway; after a success it is the release before.
  const back = state.status === 'succeeded' && facts.isCurrent && previousRelease?.redeployable ? previousRelease : null
  const again = state.status === 'succeeded' && !facts.isCurrent && redeployable ? release : null
  return (
    <div className="flex flex-wrap gap-2">
      {!ended && cancel && !facts.isCancelling ? (
        <CancelButton deploymentId={deployment.id} cancel={cancel} onCancelled={onCancelled} />
      ) : null}
      {redeployActions && back ? (
        <RedeployButton appId={deployment.appId} release={back} named {...redeployActions} />
      ) : null}
      {redeployActions && again ? (
        <RedeployButton appId={deployment.appId} release={again} named {...redeployActions} />
      ) : null}
      {ended ? (
        <Button asChild>
          {state.status === 'succeeded' ? (
            <Link href={`/apps/${deployment.appId}/logs`}>Open logs</Link>
          ) : (
            <a href="#log">Open logs</a>
          )}
        </Button>
      ) : null}
      {ended && facts.isCurrent && appUrl ? (
        <Button asChild look="primary">
          <a href={appUrl}>
            View app <ExternalLink size={14} aria-hidden />
          </a>
        </Button>
      ) : null}
    </div>
  )
}

interface CancelProps {
  deploymentId: string
  cancel: NonNullable<LiveDeploymentProps['cancel']>
  onCancelled: () => void
}

const CancelButton = ({ deploymentId, cancel, onCancelled }: CancelProps) => {
  const [pending, startTransition] = useTransition()
  const [message, setMessage] = useState<string | null>(null)
  const press = () =>
    startTransition(async () => {
      const result = await cancel(deploymentId).catch(() => null)
      if (result?.ok) onCancelled()
      else setMessage(result?.message ?? 'No answer came from Gapless. Try again; cancelling twice does no harm.')
    })
  return (
    <>
      {message ? (
        <Notice tone="warn" live>
          {message}
        </Notice>
      ) : null}
      <Button pending={pending} onClick={press}>
        <X size={14} aria-hidden /> {pending ? 'Cancelling…' : 'Cancel deployment'}
      </Button>
    </>
  )
}
