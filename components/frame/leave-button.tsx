'use client'

import { useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { leave } from './leave'

/** Ends this browser's session, for a page without the frame. */
export const LeaveButton = ({ children }: { children: string }) => {
  const [pending, startTransition] = useTransition()
  return (
    <Button look="quiet" pending={pending} onClick={() => startTransition(leave)}>
      {pending ? 'Signing out…' : children}
    </Button>
  )
}
