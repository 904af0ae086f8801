'use client'

import Link from 'next/link'
import { signIn } from 'next-auth/react'
import { type FormEvent, useState } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { PasswordField } from '@/components/forms/password-field'
import { TextField } from '@/components/forms/text-field'
import { Button } from '@/components/ui/button'
import { signInErrorText } from '@/core/access/sign-in-error'

interface SignInFormProps {
  /** The page of ours that was wanted. */
  to: string
  /** What there is beside a password. */
  ways: { mail: boolean; providers: readonly { id: string; name: string }[] }
  /** Why the last try with another provider did not work. */
  failure: string | null
}

export const SignInForm = ({ to, ways, failure }: SignInFormProps) => {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [message, setMessage] = useState(failure)
  const [pending, setPending] = useState<string | null>(null)

  const attempt = async (provider: string, values: Record<string, string>): Promise<void> => {
    if (pending !== null) return
    setPending(provider)
    setMessage(null)
    try {
      const isOurs = provider === 'credentials'
      const answer = await signIn(provider, isOurs ? { ...values, redirect: false } : values)
      // Others take the browser to their own page.
      if (!isOurs) return
      if (answer?.ok && !answer.error) {
        location.assign(to)
        return
      }
      setMessage(signInErrorText(answer?.error ?? ''))
    } catch {
      setMessage('Gapless could not be reached. Check your connection and try again.')
    }
    setPending(null)
  }

  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void attempt('credentials', { email, password })
  }

  return (
    <>
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
        <PasswordField id="password" name="password" required value={password} onChange={setPassword} />
        <FormFoot message={message}>
          <Button type="submit" look="primary" pending={pending === 'credentials'} className="w-full">
            {pending === 'credentials' ? 'Signing in…' : 'Sign in'}
          </Button>
        </FormFoot>
      </form>
      {ways.mail ? (
        <p className="mt-3 flex flex-wrap justify-between gap-x-4">
          <EntryLink href="/sign-in/mail">Mail me a link instead</EntryLink>
          <EntryLink href="/sign-in/forgot">Forgot the password?</EntryLink>
        </p>
      ) : null}
      {ways.providers.length > 0 ? (
        <div className="mt-6 flex flex-col gap-2 border-t pt-6">
          {ways.providers.map(({ id, name }) => (
            <Button key={id} pending={pending === id} onClick={() => void attempt(id, { callbackUrl: to })}>
              Continue with {name}
            </Button>
          ))}
        </div>
      ) : null}
    </>
  )
}

const EntryLink = ({ href, children }: { href: string; children: string }) => (
  <Link href={href} className="control inline-flex items-center rounded-md text-accent hover:underline">
    {children}
  </Link>
)
