import type { Metadata } from 'next'
import { type ListPage, queryValue } from '@/app/_server/page'
import { LinkOver } from '@/components/frame/link-over'
import { ResetForm } from '@/components/frame/reset-form'
import { SignInHead } from '@/components/frame/sign-in-head'
import { instanceParts } from '@/runtime'
import { findLink } from '@/services/sign-in-links/find-link'
import { choosePassword } from '../actions'

export const metadata: Metadata = { title: 'Choose another password' }

const ResetPage = async ({ searchParams }: ListPage) => {
  const secret = queryValue((await searchParams).token)
  const link = await findLink(instanceParts(), { secret, purpose: 'password_reset' })
  if (!link || secret === undefined) return <LinkOver again="/sign-in/forgot" />
  return (
    <>
      <SignInHead title="Choose another password">For {link.email}. It signs you out everywhere.</SignInHead>
      <ResetForm email={link.email} personal={[link.name, link.email]} choose={choosePassword.bind(null, secret)} />
    </>
  )
}

export default ResetPage
