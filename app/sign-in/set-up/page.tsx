import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { requireBrowser } from '@/app/_server/session'
import { switchTeam } from '@/app/(dashboard)/actions'
import { beginSetUp, confirmSetUp } from '@/app/(dashboard)/settings/security/actions'
import { LeaveButton } from '@/components/frame/leave-button'
import { SignInHead } from '@/components/frame/sign-in-head'
import { SecondFactorSetup } from '@/components/settings/second-factor-setup'
import { Button } from '@/components/ui/button'

export const metadata: Metadata = { title: 'Second factor' }

/** For a member of a team that asks for a second factor, before they have one. */
const SetUpPage = async () => {
  const { standing, team, teams } = await requireBrowser()
  if (standing !== 'enrol') redirect('/apps')
  const others = teams.filter(({ id }) => id !== team?.id)
  return (
    <>
      <SignInHead title="Second factor needed">
        {team?.name} asks its members for a second factor. You see nothing of the team before you have one.
      </SignInHead>
      <div className="mt-6">
        <SecondFactorSetup begin={beginSetUp} confirm={confirmSetUp} after="/apps" />
      </div>
      <div className="mt-8 flex flex-wrap gap-2 border-t pt-4">
        {others.map(({ id, name }) => (
          <form key={id} action={switchTeam.bind(null, id)}>
            <Button type="submit" look="quiet">
              Go to {name}
            </Button>
          </form>
        ))}
        <LeaveButton>Sign out</LeaveButton>
      </div>
    </>
  )
}

export default SetUpPage
