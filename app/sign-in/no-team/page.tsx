import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { requireBrowser } from '@/app/_server/session'
import { removeAccount } from '@/app/(dashboard)/settings/account/actions'
import { DeleteForm } from '@/components/forms/delete-form'
import { LeaveButton } from '@/components/frame/leave-button'
import { SignInHead } from '@/components/frame/sign-in-head'
import { Disclosure } from '@/components/ui/disclosure'

export const metadata: Metadata = { title: 'No team' }

/** For somebody who has left, or was taken out of, every team. */
const NoTeamPage = async () => {
  const { standing, person } = await requireBrowser()
  if (standing !== 'no_team') redirect('/apps')
  return (
    <>
      <SignInHead title="You are in no team">
        You are signed in as {person.email}, and there is nothing to see without a team. Ask an admin of one for an
        invitation to this address.
      </SignInHead>
      <div className="mt-6">
        <LeaveButton>Sign out</LeaveButton>
      </div>
      <Disclosure title="Delete your account" className="mt-8">
        <div className="mt-3">
          <DeleteForm
            name={person.email}
            what="account"
            consequence="Nobody can sign in with this address any more. What you deployed goes on running. This cannot be undone."
            remove={removeAccount.bind(null, person.email)}
            after="/sign-in"
          />
        </div>
      </Disclosure>
    </>
  )
}

export default NoTeamPage
