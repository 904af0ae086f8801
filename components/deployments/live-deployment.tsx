'use client'

import { useEffect, useMemo, useState } from 'react'
import { Section } from '@/components/ui/section'
import { isEnd } from '@/core/deployments/state'
import { proofSentence, tabTitle, type VerdictFacts } from '@/core/deployments/verdict'
import { ComparisonView } from './comparison-view'
import { DeploymentHead } from './deployment-head'
import { FailureView } from './failure-view'
import { Figures } from './figures'
import type { LiveDeploymentProps } from './live-deployment-props'
import type { LiveState } from './live-state'
import { logSource } from './log-source'
import { LogView } from './log-view'
import { Steps } from './steps'
import { TrafficPicture } from './traffic-picture'
import { useDeploymentStream } from './use-deployment-stream'
import { useNow } from './use-now'
import { usePicture } from './use-picture'

const logForgotten =
  'This log was taken away: the logs of this team had grown beyond what it may keep, and the oldest go first.'

/** A deployment while it happens and after: the verdict, what it does to users, the steps, the log. */
export const LiveDeployment = (props: LiveDeploymentProps) => {
  const { deployment } = props
  const base = `/deployments/${deployment.id}`
  const [initial] = useState<LiveState>(() => ({
    ...deployment,
    traffic: null,
    lines: props.lines,
    hasEarlierLines: props.hasEarlierLines,
  }))
  const state = useDeploymentStream({ deploymentId: deployment.id, lastEventId: props.lastEventId, initial })
  const source = useMemo(() => logSource(base), [base])
  const running = !isEnd(state.status)
  const now = useNow(running, props.now)
  const seen = `${state.status} ${state.steps.map((step) => step.status).join()} ${state.proof?.complete}`
  const picture = usePicture(`${base}/picture`, seen, props)
  const { release, previousRelease, replicas } = picture
  const [isCancelling, setCancelling] = useState(props.isCancelling)
  const facts: VerdictFacts = {
    number: deployment.number,
    status: state.status,
    release: release?.number ?? null,
    previousRelease: previousRelease?.number ?? null,
    hasBegun: state.steps.length > 0,
    isCancelling,
    // One that ended before one's eyes is the live one.
    isCurrent: props.isCurrent || (state.status === 'succeeded' && deployment.status !== 'succeeded'),
  }
  const title = tabTitle(facts, deployment.appName)
  useEffect(() => {
    document.title = title
  }, [title])

  return (
    <>
      <DeploymentHead {...props} {...picture} facts={facts} state={state} onCancelled={() => setCancelling(true)} />
      {state.failure ? <FailureView failure={state.failure} /> : null}
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[280px_1fr]">
        <Section title="Steps" className="max-lg:order-2">
          {state.steps.length === 0 && !running ? (
            <p className="text-muted">It never began.</p>
          ) : (
            <Steps steps={state.steps} running={running} now={now} />
          )}
        </Section>
        <Section title={running ? 'What it does to users' : 'What it did to users'} className="">
          <Figures {...figuresOf(state)} />
          {!running && state.proof ? (
            <p className="mt-4 max-w-prose">
              {proofSentence(state.proof)}{' '}
              {state.proof.complete || replicas.every((one) => one.isNew || one.state === 'gone') ? null : (
                <span className="text-muted">The old replicas are still finishing what they serve.</span>
              )}
            </p>
          ) : null}
          <div className="mt-5">
            <TrafficPicture
              oldRelease={previousRelease?.number ?? null}
              newRelease={release?.number ?? null}
              routed={routedOf(state, facts)}
              inFlight={
                running && state.traffic ? { old: state.traffic.oldInFlight, new: state.traffic.newInFlight } : null
              }
              replicas={replicas}
            />
          </div>
          {state.comparison && previousRelease && release ? (
            <div className="mt-5">
              <ComparisonView
                comparison={state.comparison}
                oldRelease={previousRelease.number}
                newRelease={release.number}
                running={running}
              />
            </div>
          ) : null}
        </Section>
      </div>
      <Section title="Log" id="log">
        <LogView
          lines={state.lines}
          hasEarlierLines={state.hasEarlierLines}
          earlier={source.earlier}
          search={source.search}
          downloadUrl={`${base}/log`}
          live={running}
          empty={props.isLogForgotten ? logForgotten : running ? 'Nothing was written yet.' : 'Nothing was written.'}
        />
      </Section>
    </>
  )
}

const figuresOf = ({ proof, traffic }: LiveState) => {
  const { requests, failed, appErrors, p95Ms } = proof ?? traffic ?? {}
  return {
    requests: requests ?? null,
    failed: failed ?? null,
    appErrors: appErrors ?? null,
    p95Ms: p95Ms ?? null,
  }
}

/** Where new requests go, from the live picture while there is one, else from how it ended. */
const routedOf = (state: LiveState, facts: VerdictFacts): 'old' | 'new' | 'none' => {
  if (state.status === 'succeeded') return 'new'
  if (isEnd(state.status)) return facts.previousRelease === null ? 'none' : 'old'
  if (state.liveAt !== null) return 'new'
  return state.traffic?.routed ?? (facts.previousRelease === null ? 'none' : 'old')
}
