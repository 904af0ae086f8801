'use client'

import { signIn } from 'next-auth/react'
import { useState } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { Button } from '@/components/ui/button'
import { signInErrorText } from '@/core/access/sign-in-error'

/** Signs in with what a mailed link carries, when the person says so. */
export const LinkConfirm = ({ secret }: { secret: string }) => {
  const [message, setMessage] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const press = async () => {
    setPending(true)
    setMessage(null)
    try {
      const answer = await signIn('link', { token: secret, redirect: false })
      if (answer?.ok && !answer.error) {
        location.assign('/apps')
        return
      }
      setMessage(signInErrorText(answer?.error ?? ''))
    } catch {
      setMessage('Gapless could not be reached. Check your connection and try again.')
    }
    setPending(false)
  }
  return (
    <FormFoot message={message}>
      <Button look="primary" pending={pending} className="w-full" onClick={() => void press()}>
        {pending ? 'Signing in…' : 'Sign in'}
      </Button>
    </FormFoot>
  )
}
