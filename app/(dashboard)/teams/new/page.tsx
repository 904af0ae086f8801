import type { Metadata } from 'next'
import { requireActor } from '@/app/_server/session'
import { NotAllowed } from '@/components/frame/not-allowed'
import { NewTeamForm } from '@/components/people/new-team-form'
import { PageHead } from '@/components/ui/section'
import { addTeam } from './actions'

export const metadata: Metadata = { title: 'New team' }

const NewTeamPage = async () => {
  const actor = await requireActor()
  if (!actor.isOperator)
    return <NotAllowed title="New team" why="Only the operator of this instance may make a team." />
  return (
    <>
      <PageHead
        title="New team"
        lead="It has apps, people and alerts of its own. It uses the hosts that you let it use; you are its first owner."
      />
      <NewTeamForm add={addTeam} />
    </>
  )
}

export default NewTeamPage
