import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { MailLinkForm } from '@/components/frame/mail-link-form'
import { SignInHead } from '@/components/frame/sign-in-head'
import { signInWays } from '@/runtime'
import { mailSignInLink } from '../actions'

export const metadata: Metadata = { title: 'Sign in by mail' }

const Page = () => {
  if (!signInWays().mail) notFound()
  return (
    <>
      <SignInHead title="Sign in by mail">
        We mail you a link that signs you in. It counts once and for 15 minutes.
      </SignInHead>
      <MailLinkForm request={mailSignInLink} />
    </>
  )
}

export default Page
