import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { type ListPage, queryValue } from '@/app/_server/page'
import { currentBrowser } from '@/app/_server/session'
import { SecondFactorForm } from '@/components/frame/second-factor-form'
import { SignInHead } from '@/components/frame/sign-in-head'
import { returnPath, signInPath } from '@/core/access/return-path'
import { showCode } from './actions'

export const metadata: Metadata = { title: 'Second factor' }

const SecondFactorPage = async ({ searchParams }: ListPage) => {
  const to = returnPath(queryValue((await searchParams).to))
  const browser = await currentBrowser()
  if (!browser) redirect(signInPath(to))
  if (browser.standing !== 'second_factor') redirect(to)
  return (
    <>
      <SignInHead title="Second factor">
        Type the code that your authenticator app shows for Gapless, or one of your recovery codes.
      </SignInHead>
      <SecondFactorForm to={to} show={showCode} />
    </>
  )
}

export default SecondFactorPage
