import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { MailLinkForm } from '@/components/frame/mail-link-form'
import { SignInHead } from '@/components/frame/sign-in-head'
import { signInWays } from '@/runtime'
import { mailResetLink } from '../actions'

export const metadata: Metadata = { title: 'Choose another password' }

const Page = () => {
  if (!signInWays().mail) notFound()
  return (
    <>
      <SignInHead title="Choose another password">
        We mail you a link for choosing another one. It counts once and for 30 minutes.
      </SignInHead>
      <MailLinkForm request={mailResetLink} />
    </>
  )
}

export default Page
