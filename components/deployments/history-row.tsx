'use client'

import { clsx } from 'clsx'
import { ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { RowLink } from '@/components/ui/row-link'
import { Badge, StatusMark } from '@/components/ui/status-mark'
import { Cell, Row } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { Proof } from '@/core/deployments/schema'
import type { DeploymentStatus } from '@/core/deployments/state'
import { howLong, hurtUsers, proofWords } from '@/core/deployments/verdict'
import { statusWords, triggerWord } from '@/core/deployments/words'
import { imageWithoutDigest } from '@/core/format/digest'
import { Changes } from './changes'
import { type RedeployActions, RedeployButton } from './redeploy-button'
import { deploymentMark } from './status'

export interface HistoryEntry {
  id: string
  appId: string
  appName: string
  number: number
  status: DeploymentStatus
  release: { id: string; number: number; image: string } | null
  requestedImage: string | null
  reason: string | null
  trigger: string
  actor: { name: string }
  queuedAt: string
  liveAt: string | null
  finishedAt: string | null
  proof: Proof | null
  isCurrent: boolean
  redeployable: boolean
}

interface HistoryRowProps {
  entry: HistoryEntry
  now: string
  withApp: boolean
  actions?: RedeployActions
}

const focusable = { tabIndex: 0 }

/** One deployment. On a focused row `r` redeploys it, Enter opens what it changed. */
export const HistoryRow = ({ entry, now, withApp, actions }: HistoryRowProps) => {
  const [isOpen, setOpen] = useState(false)
  const onKeyDown = (event: KeyboardEvent<HTMLTableRowElement>): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'r') event.currentTarget.querySelector<HTMLButtonElement>('[data-redeploy]')?.click()
    if (event.key === 'Enter') setOpen(!isOpen)
  }
  return (
    <>
      <Row
        {...focusable}
        onKeyDown={onKeyDown}
        className={clsx('-outline-offset-2', isOpen && 'border-transparent', entry.isCurrent && 'md:bg-good-soft/40')}
      >
        <Cell className="whitespace-nowrap">
          <Button
            look="quiet"
            tight
            className="mr-1 -ml-2"
            aria-expanded={isOpen}
            aria-label={`What deployment ${entry.number} changed`}
            onClick={() => setOpen(!isOpen)}
          >
            <ChevronRight size={14} aria-hidden className={clsx('transition-transform', isOpen && 'rotate-90')} />
          </Button>
          <RowLink href={`/deployments/${entry.id}`} className="target hover:underline">
            <StatusMark mark={deploymentMark(entry.status)} word={statusWords[entry.status]} />
            <span className="figures ml-2 text-muted">#{entry.number}</span>
          </RowLink>
        </Cell>
        {withApp ? (
          <Cell>
            <RowLink href={`/apps/${entry.appId}`} className="target font-medium hover:underline">
              {entry.appName}
            </RowLink>
          </Cell>
        ) : null}
        <Cell className="max-md:w-full">
          <ReleaseCell entry={entry} />
        </Cell>
        <Cell className="text-sm">
          <p>{entry.actor.name}</p>
          <p className="text-muted">
            <Time at={entry.queuedAt} now={now} inRow />
            <span className="max-lg:hidden"> via {triggerWord(entry.trigger)}</span>
          </p>
        </Cell>
        <Cell className="figures text-sm whitespace-nowrap max-md:hidden">{howLong(entry) ?? '–'}</Cell>
        <Cell className="figures text-sm">
          <span className={hurtUsers(entry.proof) ? 'font-medium text-bad' : entry.proof ? '' : 'text-muted'}>
            {entry.proof ? proofWords(entry.proof) : '–'}
          </span>
        </Cell>
        <Cell className="text-right max-md:ml-auto">
          {actions && entry.redeployable && entry.release ? (
            <RedeployButton
              appId={entry.appId}
              release={entry.release}
              look={entry.status === 'succeeded' && !entry.isCurrent ? 'plain' : 'quiet'}
              {...actions}
            />
          ) : null}
        </Cell>
      </Row>
      {isOpen ? (
        <Row className={clsx(entry.isCurrent && 'md:bg-good-soft/40')}>
          <Cell colSpan={withApp ? 7 : 6} className="pt-0 pb-4 md:pl-7!">
            <Changes deploymentId={entry.id} reason={entry.reason} />
          </Cell>
        </Row>
      ) : null}
    </>
  )
}

const ReleaseCell = ({ entry }: { entry: HistoryEntry }) => (
  <>
    <p className="flex flex-wrap items-center gap-x-2">
      <span className="figures font-medium">{entry.release ? `v${entry.release.number}` : '–'}</span>
      {entry.isCurrent ? <Badge tone="good">live</Badge> : null}
      <span className="max-w-64 truncate font-mono text-sm text-muted">
        {imageWithoutDigest(entry.release?.image ?? entry.requestedImage ?? '')}
      </span>
    </p>
    {entry.reason ? <p className="max-w-80 truncate text-sm text-muted">{entry.reason}</p> : null}
  </>
)
