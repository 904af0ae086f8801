'use client'

import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import { Badge, type Mark, StatusMark } from '@/components/ui/status-mark'
import { Case, Strip, WideCase } from './exhibit'

const marks: readonly { mark: Mark; word: string }[] = [
  { mark: 'live', word: 'Live' },
  { mark: 'moving', word: 'Deploying' },
  { mark: 'degraded', word: 'Degraded' },
  { mark: 'down', word: 'Down' },
  { mark: 'idle', word: 'Never deployed' },
]

export const Statuses = () => (
  <Strip cases={marks.map(({ mark, word }) => ({ name: mark, shown: <StatusMark mark={mark} word={word} /> }))} />
)

const badges = [
  { name: 'plain', shown: <Badge>secret</Badge> },
  { name: 'good', shown: <Badge tone="good">live</Badge> },
  { name: 'warn', shown: <Badge tone="warn">expires soon</Badge> },
]

export const Badges = () => <Strip cases={badges} />

export const Notices = () => (
  <>
    <Case name="plain">
      <Notice>Values of secrets are never shown again.</Notice>
    </Case>
    <Case name="good">
      <Notice tone="good">Saved. The running release keeps its values until the next deployment.</Notice>
    </Case>
    <Case name="warn">
      <Notice tone="warn">The host fra-1 was not heard of for 3 min. Its replicas are still serving.</Notice>
    </Case>
    <Case name="bad">
      <Notice tone="bad">412 requests failed since 14:02. Roll back to v14 to end it.</Notice>
    </Case>
    <Case name="long text">
      <Notice tone="warn">
        v15 never answered 200 on /health within 60 s (last answer: 503). v14 is still serving; no request failed. Look
        at the first lines of its log, then deploy again:{' '}
        <a href="#notice" className="underline">
          /apps/checkout-service-eu-central/deployments/42/logs
        </a>
      </Notice>
    </Case>
  </>
)

export const EmptyStates = () => (
  <>
    <WideCase name="with its next step">
      <EmptyState title="No hosts yet" action={<Button look="primary">Add host</Button>}>
        Replicas run on hosts. This machine can be the first.
      </EmptyState>
    </WideCase>
    <WideCase name="nothing to do, long text">
      <EmptyState title="Nothing was measured in the last hour">
        Once a release is live, requests, errors, CPU and memory are read every ten seconds and drawn here, with every
        deployment marked where it happened.
      </EmptyState>
    </WideCase>
  </>
)
