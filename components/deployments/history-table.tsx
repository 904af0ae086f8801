'use client'

import Link from 'next/link'
import type { KeyboardEvent } from 'react'
import { Badge, StatusMark } from '@/components/ui/status-mark'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { Proof } from '@/core/deployments/schema'
import type { DeploymentStatus } from '@/core/deployments/state'
import { howLong, hurtUsers, proofWords } from '@/core/deployments/verdict'
import { statusWords, triggerWord } from '@/core/deployments/words'
import { imageWithoutDigest } from '@/core/format/digest'
import { type RedeployActions, RedeployButton } from './redeploy-button'
import { deploymentMark } from './status'

interface HistoryEntry {
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

interface HistoryTableProps {
  entries: readonly HistoryEntry[]
  now: string
  /** The team's list names the app in each row. */
  withApp?: boolean
  /** Left out for those who may not deploy. */
  actions?: RedeployActions
}

const focusable = { tabIndex: 0 }

/** `r` on a focused row is its Redeploy. */
const onKeyDown = (event: KeyboardEvent<HTMLTableRowElement>): void => {
  if (event.key !== 'r' || event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey)
    return
  event.currentTarget.querySelector<HTMLButtonElement>('[data-redeploy]')?.click()
}

/** What was deployed, by whom, and what it did to users. */
export const HistoryTable = ({ entries, now, withApp, actions }: HistoryTableProps) => (
  <Table>
    <TableHead>
      <HeadCell className="w-40">Deployment</HeadCell>
      {withApp ? <HeadCell>App</HeadCell> : null}
      <HeadCell>Release</HeadCell>
      <HeadCell>By</HeadCell>
      <HeadCell>Took</HeadCell>
      <HeadCell>Proof</HeadCell>
      <HeadCell className="w-28">
        <span className="sr-only">Actions</span>
      </HeadCell>
    </TableHead>
    <TableBody>
      {entries.map((entry) => (
        <Row key={entry.id} {...focusable} onKeyDown={onKeyDown} className="-outline-offset-2">
          <Cell>
            <Link href={`/deployments/${entry.id}`} className="target hover:underline">
              <StatusMark mark={deploymentMark(entry.status)} word={statusWords[entry.status]} />
              <span className="figures ml-2 text-muted">#{entry.number}</span>
            </Link>
          </Cell>
          {withApp ? (
            <Cell>
              <Link href={`/apps/${entry.appId}`} className="target font-medium hover:underline">
                {entry.appName}
              </Link>
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
      ))}
    </TableBody>
  </Table>
)

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
