import type { Metadata } from 'next'
import Link from 'next/link'
import { currentBrowser } from '@/app/_server/session'
import { Wordmark } from '@/components/frame/wordmark'
import { AcceptInvitation } from '@/components/people/accept-invitation'
import { JoinForm } from '@/components/people/join-form'
import { Button } from '@/components/ui/button'
import { withArticle } from '@/core/access/policy'
import { signInPath } from '@/core/access/return-path'
import { instanceParts } from '@/runtime'
import { findInvitation } from '@/services/invitations/find-invitation'
import { accept, join } from './actions'

/** The address carries a secret: no other site is told of it. */
export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer', robots: { index: false } }

const InvitationPage = async ({ params }: { params: Promise<{ secret: string }> }) => {
  const { secret } = await params
  const [invitation, browser] = await Promise.all([findInvitation(instanceParts(), { secret }), currentBrowser()])
  // Nobody is there before the second factor was shown: the sign-in page asks for it.
  const person = browser && browser.standing !== 'second_factor' ? browser.person : null
  if (invitation?.state !== 'open') return <Over isSignedIn={person !== null} />
  const { team, email, role, hasAccount } = invitation
  const isTheirs = person?.email === email
  return (
    <Frame title={`Come into ${team}`}>
      <p className="mb-4 text-muted">
        You are invited as {withArticle(role)}, with the address{' '}
        <span className="font-medium wrap-anywhere">{email}</span>.
      </p>
      {person && isTheirs ? <AcceptInvitation accept={accept.bind(null, secret)} /> : null}
      {person && !isTheirs ? (
        <p>
          You are signed in as <span className="font-medium wrap-anywhere">{person.email}</span>, and the invitation is
          for another address. Sign out there, and open the link again.
        </p>
      ) : null}
      {!person && hasAccount ? (
        <>
          <p className="mb-4">There is an account with this address. Sign in, and you come back here.</p>
          <Button asChild look="primary" className="w-full">
            <Link href={signInPath(`/invitation/${secret}`)}>Sign in</Link>
          </Button>
        </>
      ) : null}
      {person || hasAccount ? null : <JoinForm email={email} join={join.bind(null, secret)} />}
    </Frame>
  )
}

/** One page for whatever is wrong: whoever tries secrets learns nothing. */
const Over = ({ isSignedIn }: { isSignedIn: boolean }) => (
  <Frame title="This invitation is not valid">
    <p className="mb-4 text-muted">
      The link was used already, was taken back, is older than 7 days, or is not complete. Ask whoever invited you for a
      new one.
    </p>
    <Button asChild>
      <Link href={isSignedIn ? '/apps' : '/sign-in'}>{isSignedIn ? 'Go to the apps' : 'Sign in'}</Link>
    </Button>
  </Frame>
)

const Frame = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center px-4 pb-[12dvh]">
    <Wordmark />
    <h1 className="mt-6 mb-2 text-2xl font-semibold tracking-tight break-words">{title}</h1>
    {children}
  </main>
)

export default InvitationPage
