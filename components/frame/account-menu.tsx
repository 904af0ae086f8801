'use client'

import { LogOut, MonitorX, UserRound } from 'lucide-react'
import Link from 'next/link'
import { useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Menu, MenuItem, MenuLabel, MenuLine } from '@/components/ui/menu'
import { leave, leaveBy } from './leave'

interface AccountMenuProps {
  name: string
  email: string
  signOutEverywhere: () => Promise<void>
}

export const AccountMenu = ({ name, email, signOutEverywhere }: AccountMenuProps) => {
  const [pending, startTransition] = useTransition()
  const leaveEverywhere = () => startTransition(() => leaveBy(signOutEverywhere))
  return (
    <Menu
      trigger={
        <Button look="quiet" pending={pending} tight aria-label={`Account: ${name}`}>
          <UserRound size={16} aria-hidden />
          <span className="max-w-32 truncate max-sm:hidden">{pending ? 'Signing out…' : name}</span>
        </Button>
      }
    >
      <MenuLabel>{email}</MenuLabel>
      <MenuLine />
      <MenuItem asChild>
        <Link href="/settings/account">
          <UserRound size={14} aria-hidden /> Account
        </Link>
      </MenuItem>
      <MenuItem onSelect={() => startTransition(leave)}>
        <LogOut size={14} aria-hidden /> Sign out
      </MenuItem>
      <MenuItem onSelect={leaveEverywhere}>
        <MonitorX size={14} aria-hidden /> Sign out everywhere
      </MenuItem>
    </Menu>
  )
}
