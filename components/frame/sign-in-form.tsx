'use client'

import { signIn } from 'next-auth/react'
import { type FormEvent, useState } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { TextField } from '@/components/forms/text-field'
import { Button } from '@/components/ui/button'
import { signInErrorText } from '@/core/access/sign-in-error'

/** `to`: the page of ours that was wanted. */
export const SignInForm = ({ to }: { to: string }) => {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [message, setMessage] = useState<string | null>(null)
  const [pending, setPending] = useState(false)

  const onSubmit = async (event: FormEvent) => {
    event.preventDefault()
    if (pending) return
    setPending(true)
    setMessage(null)
    try {
      const answer = await signIn('credentials', { email, password, redirect: false })
      if (answer?.ok && !answer.error) {
        location.assign(to)
        return
      }
      setMessage(signInErrorText(answer?.error ?? ''))
    } catch {
      setMessage('Gapless could not be reached. Check your connection and try again.')
    }
    setPending(false)
  }

  return (
    <form onSubmit={onSubmit} className="mt-4 flex flex-col gap-1" noValidate>
      <TextField
        id="email"
        label="E-mail"
        type="email"
        name="email"
        autoComplete="username"
        autoFocus
        required
        value={email}
        onChange={setEmail}
      />
      <TextField
        id="password"
        label="Password"
        type="password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={setPassword}
      />
      <FormFoot message={message}>
        <Button type="submit" look="primary" pending={pending} className="w-full">
          {pending ? 'Signing in…' : 'Sign in'}
        </Button>
      </FormFoot>
    </form>
  )
}
