'use client'

import { useTransition } from 'react'
import { leaveBy } from '@/components/frame/leave'
import { Button } from '@/components/ui/button'

export const SignOutEverywhere = ({ signOut }: { signOut: () => Promise<void> }) => {
  const [pending, startTransition] = useTransition()
  return (
    <Button pending={pending} onClick={() => startTransition(() => leaveBy(signOut))}>
      {pending ? 'Signing out…' : 'Sign out everywhere'}
    </Button>
  )
}
