'use client'

import { Check, ChevronsUpDown, Plus } from 'lucide-react'
import Link from 'next/link'
import { useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Menu, MenuItem, MenuLabel, MenuLine } from '@/components/ui/menu'
import type { Role } from '@/core/access/actor'

interface TeamSwitcherProps {
  teams: readonly { id: string; name: string; role: Role }[]
  current: string
  switchTeam: (teamId: string) => Promise<void>
  /** Whether this person may make another team. */
  mayMake: boolean
}

/** The team one looks at, the way to one's others, and to a new one. */
export const TeamSwitcher = ({ teams, current, switchTeam, mayMake }: TeamSwitcherProps) => {
  const [pending, startTransition] = useTransition()
  const team = teams.find((one) => one.id === current)
  if (teams.length < 2 && !mayMake) return <span className="truncate text-muted">{team?.name}</span>
  return (
    <Menu
      align="start"
      trigger={
        <Button look="quiet" pending={pending} tight className="min-w-0" aria-label={`Team: ${team?.name}`}>
          <span className="truncate">{team?.name}</span>
          <ChevronsUpDown size={14} aria-hidden className="shrink-0" />
        </Button>
      }
    >
      <MenuLabel>Your teams</MenuLabel>
      {teams.map((one) => (
        <MenuItem key={one.id} onSelect={() => startTransition(() => switchTeam(one.id))}>
          <Check size={14} aria-hidden className={one.id === current ? 'text-accent' : 'invisible'} />
          <span className="min-w-0 flex-1 truncate">{one.name}</span>
          {one.id === current ? <span className="sr-only">, chosen</span> : null}
          <span className="text-sm text-muted">{one.role}</span>
        </MenuItem>
      ))}
      {mayMake ? (
        <>
          <MenuLine />
          <MenuItem asChild>
            <Link href="/teams/new">
              <Plus size={14} aria-hidden /> New team
            </Link>
          </MenuItem>
        </>
      ) : null}
    </Menu>
  )
}
