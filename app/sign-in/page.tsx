import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { type ListPage, queryValue } from '@/app/_server/page'
import { currentSession } from '@/app/_server/session'
import { SignInForm } from '@/components/frame/sign-in-form'
import { SignInHead } from '@/components/frame/sign-in-head'
import { Notice } from '@/components/ui/notice'
import { returnPath } from '@/core/access/return-path'
import { signInErrorText } from '@/core/access/sign-in-error'
import { signInWays } from '@/runtime'

export const metadata: Metadata = { title: 'Sign in' }

const SignInPage = async ({ searchParams }: ListPage) => {
  const query = await searchParams
  const to = returnPath(queryValue(query.to))
  if (await currentSession()) redirect(to)
  const error = queryValue(query.error)
  return (
    <>
      <SignInHead title="Sign in" />
      {queryValue(query.changed) === undefined ? null : (
        <div className="mt-4">
          <Notice tone="good">Your password is changed, and you are signed out everywhere. Sign in with it.</Notice>
        </div>
      )}
      <SignInForm to={to} ways={signInWays()} failure={error === undefined ? null : signInErrorText(error)} />
    </>
  )
}

export default SignInPage
