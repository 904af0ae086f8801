import type { Metadata } from 'next'
import { type ListPage, queryValue } from '@/app/_server/page'
import { LinkConfirm } from '@/components/frame/link-confirm'
import { LinkOver } from '@/components/frame/link-over'
import { SignInHead } from '@/components/frame/sign-in-head'
import { instanceParts } from '@/runtime'
import { findLink } from '@/services/sign-in-links/find-link'

export const metadata: Metadata = { title: 'Sign in by mail' }

/** Looking at it uses nothing up: programs that check mails open what is in them. The button does. */
const LinkPage = async ({ searchParams }: ListPage) => {
  const secret = queryValue((await searchParams).token)
  const link = await findLink(instanceParts(), { secret, purpose: 'sign_in' })
  if (!link || secret === undefined) return <LinkOver again="/sign-in/mail" />
  return (
    <>
      <SignInHead title="Sign in by mail">As {link.email}, in this browser.</SignInHead>
      <LinkConfirm secret={secret} />
    </>
  )
}

export default LinkPage
