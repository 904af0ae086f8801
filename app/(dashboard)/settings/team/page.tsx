import type { Metadata } from 'next'
import { requireContext } from '@/app/_server/session'
import { DeleteForm } from '@/components/forms/delete-form'
import { LiveRefresh } from '@/components/live/live-refresh'
import { LeaveTeam } from '@/components/people/leave-team'
import { TeamForm } from '@/components/people/team-form'
import { Section } from '@/components/ui/section'
import { may } from '@/core/access/policy'
import { formatCountOf } from '@/core/format/number'
import { getTeam } from '@/services/teams/get-team'
import { leave, removeTeam, saveTeam } from './actions'

export const metadata: Metadata = { title: 'Team' }

const TeamPage = async () => {
  const ctx = await requireContext()
  const { actor } = ctx
  const team = await getTeam({ ctx, input: {} })
  const isLastOwner = actor.role === 'owner' && team.owners === 1
  return (
    <>
      <LiveRefresh />
      <Section title={team.name} description={`${formatCountOf(team.members, 'member')}; you are its ${actor.role}.`}>
        {may(actor, 'team.update') ? (
          <TeamForm
            initial={{ name: team.name, requiresSecondFactor: team.requiresSecondFactor }}
            without={team.withoutSecondFactor}
            save={saveTeam}
          />
        ) : (
          <p className="text-muted">
            {team.requiresSecondFactor
              ? 'Every member needs a second factor.'
              : 'A second factor is up to each member.'}{' '}
            An admin can change that, and the name.
          </p>
        )}
      </Section>
      <Section title="Leave this team">
        {isLastOwner ? (
          <p className="text-muted">
            You are its last owner: without one nobody could manage it. Make somebody else an owner first, under
            Members.
          </p>
        ) : (
          <LeaveTeam name={team.name} leave={leave} />
        )}
      </Section>
      {may(actor, 'team.delete') ? (
        <Section title="Delete this team">
          <DeleteForm
            name={team.name}
            what="team"
            consequence="Its members lose it at once; its monitors, channels, tokens and status page go with it. Its apps and hosts have to be gone before. The audit log stays. This cannot be undone."
            remove={removeTeam.bind(null, team.name)}
            after="/apps"
          />
        </Section>
      ) : null}
    </>
  )
}

export default TeamPage
