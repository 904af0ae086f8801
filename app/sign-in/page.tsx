import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { currentSession } from '@/app/_server/session'
import { SignInForm } from '@/components/frame/sign-in-form'
import { Wordmark } from '@/components/frame/wordmark'

export const metadata: Metadata = { title: 'Sign in' }

const SignInPage = async () => {
  if (await currentSession()) redirect('/apps')
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-xs flex-col justify-center px-4 pb-[12dvh]">
      <Wordmark />
      <h1 className="mt-6 text-2xl font-semibold tracking-tight">Sign in</h1>
      <SignInForm />
    </main>
  )
}

export default SignInPage
