import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { type ListPage, queryValue } from '@/app/_server/page'
import { currentSession } from '@/app/_server/session'
import { SignInForm } from '@/components/frame/sign-in-form'
import { Wordmark } from '@/components/frame/wordmark'
import { returnPath } from '@/core/access/return-path'

export const metadata: Metadata = { title: 'Sign in' }

const SignInPage = async ({ searchParams }: ListPage) => {
  const to = returnPath(queryValue((await searchParams).to))
  if (await currentSession()) redirect(to)
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-xs flex-col justify-center px-4 pb-[12dvh]">
      <Wordmark />
      <h1 className="mt-6 text-2xl font-semibold tracking-tight">Sign in</h1>
      <SignInForm to={to} />
    </main>
  )
}

export default SignInPage
