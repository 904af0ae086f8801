'use client'

import { useState, useTransition } from 'react'
import { RemoveButton } from '@/components/forms/remove-button'
import { Button } from '@/components/ui/button'
import { StatusMark } from '@/components/ui/status-mark'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import type { ActionResult } from '@/core/action-result'
import { formatCountOf } from '@/core/format/number'

interface Team {
  teamId: string
  teamName: string
  own: boolean
  granted: boolean
  apps: number
}

interface Grant {
  hostId: string
  teamId: string
}

interface TeamGrantsProps {
  hostId: string
  hostName: string
  teams: readonly Team[]
  allow: (grant: Grant) => Promise<ActionResult<null>>
  takeOff: (grant: Grant) => Promise<ActionResult<null>>
}

/** Each team of the instance with whether it may place apps on the host, and the way to change that. */
export const TeamGrants = ({ hostId, hostName, teams, allow, takeOff }: TeamGrantsProps) => (
  <Table>
    <TableHead>
      <HeadCell>Team</HeadCell>
      <HeadCell>May use {hostName}</HeadCell>
      <HeadCell>Apps there</HeadCell>
      <HeadCell>
        <span className="sr-only">Actions</span>
      </HeadCell>
    </TableHead>
    <TableBody>
      {teams.map(({ teamId, teamName, own, granted, apps }) => (
        <Row key={teamId}>
          <Cell className="font-medium wrap-anywhere max-md:w-full">{teamName}</Cell>
          <Cell>
            <StatusMark mark={granted ? 'live' : 'idle'} word={own ? 'Yes, added it' : granted ? 'Yes' : 'No'} />
          </Cell>
          <Cell className="figures text-sm text-muted">{formatCountOf(apps, 'app')}</Cell>
          <Cell className="text-right max-md:ml-auto">
            {own ? null : granted ? (
              <RemoveButton verb="Take off" name={teamName} remove={() => takeOff({ hostId, teamId })} />
            ) : (
              <AllowButton name={teamName} allow={() => allow({ hostId, teamId })} />
            )}
          </Cell>
        </Row>
      ))}
    </TableBody>
  </Table>
)

const AllowButton = ({ name, allow }: { name: string; allow: () => Promise<ActionResult<null>> }) => {
  const [pending, startTransition] = useTransition()
  const [message, setMessage] = useState<string | null>(null)
  const press = () =>
    startTransition(async () => {
      const result = await allow().catch(() => null)
      setMessage(
        result?.ok ? null : (result?.message ?? 'No answer came from Gapless. Reload the page to see how it stands.'),
      )
    })
  return (
    <span className="inline-flex flex-col items-end">
      <Button pending={pending} onClick={press}>
        Let it use the host<span className="sr-only"> ({name})</span>
      </Button>
      <span role="status" className="text-sm text-warn not-empty:mt-1">
        {message}
      </span>
    </span>
  )
}
