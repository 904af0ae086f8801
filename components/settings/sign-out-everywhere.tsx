'use client'

import { useTransition } from 'react'
import { Button } from '@/components/ui/button'

export const SignOutEverywhere = ({ signOut }: { signOut: () => Promise<void> }) => {
  const [pending, startTransition] = useTransition()
  return (
    <Button pending={pending} onClick={() => startTransition(() => signOut())}>
      {pending ? 'Signing out…' : 'Sign out everywhere'}
    </Button>
  )
}
