import type { Role } from './actor'
import { roleAtLeast, withArticle } from './policy'

/**
 * Why somebody of this role may not change, remove or take back what another's role is; null if they may. Nobody
 * reaches above their own role, neither in whom they change nor in what they make of them.
 */
export const whyNotManage = (own: Role, theirs: Role): string | null =>
  roleAtLeast(own, theirs)
    ? null
    : `You are ${withArticle(own)} of this team; what concerns ${withArticle(theirs)} is decided by ${theirs}s only.`

/** Why nobody can be made this by somebody of that role; null if they can. */
export const whyNotGrant = (own: Role, role: Role): string | null =>
  roleAtLeast(own, role) ? null : `You are ${withArticle(own)} of this team, and can give no role above your own.`

/** Owners and admins see the whole team: they could let themselves in anyway. */
export const mayBeRestricted = (role: Role): boolean => !roleAtLeast(role, 'admin')

/** A team without an owner could be managed by nobody. `owners`: how many it has now. */
export const leavesNoOwner = (owners: number, from: Role, to: Role | null): boolean =>
  from === 'owner' && to !== 'owner' && owners <= 1

/** What a token of this role takes of the person who made it; metrics tell about the whole instance. */
export const roleBehindToken = (role: Role | 'metrics'): Role => (role === 'metrics' ? 'admin' : role)
