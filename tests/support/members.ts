import type { Role } from '@/core/access/actor'
import type { Context } from '@/services/context'
import { removeMember } from '@/services/members/remove-member'
import type { ServiceWorld } from './service-context'

/** Somebody of a team, with what a service is given when they call it. */
export interface Member {
  memberId: string
  userId: string
  ctx: Context
}

export interface People {
  /** Somebody new comes into the team. */
  join(teamId: string, role: Role): Promise<Member>
  /** A team with one owner. */
  team(): Promise<{ teamId: string; owner: Member }>
}

export const people = (world: ServiceWorld): People => {
  let count = 0
  const next = (): number => {
    count += 1
    return count
  }
  const join: People['join'] = async (teamId, role) => {
    const name = `person-${next()}`
    const user = await world.database.user.create({ data: { email: `${name}@example.com`, name } })
    const { id } = await world.database.membership.create({ data: { teamId, userId: user.id, role } })
    const actor = { id: user.id, name: user.name, role, isOperator: false }
    return { memberId: id, userId: user.id, ctx: world.as(teamId, actor) }
  }
  return {
    join,
    team: async () => {
      const { id: teamId } = await world.database.team.create({ data: { name: `Team ${next()}` } })
      return { teamId, owner: await join(teamId, 'owner') }
    },
  }
}

export const remove = (by: Member, whom: Member) => removeMember({ ctx: by.ctx, input: { memberId: whom.memberId } })
