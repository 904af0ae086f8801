import { forbidden } from '../errors'
import type { Actor, Role } from './actor'

/**
 * Who may do what: the lowest role for every verb. Decided here and nowhere else; every service verb asks first.
 */
const rank: Record<Role, number> = { viewer: 0, developer: 1, admin: 2, owner: 3 }

export const lowestRole = {
  'app.read': 'viewer',
  'app.read_env': 'developer',
  'app.create': 'developer',
  'app.update': 'developer',
  'app.delete': 'admin',
  'app.try': 'developer',
  'app.read_logs': 'viewer',
  'deployment.read': 'viewer',
  'deployment.start': 'developer',
  'deployment.cancel': 'developer',
  'release.read': 'viewer',
  'host.read': 'viewer',
  'host.create': 'admin',
  'host.update': 'admin',
  'host.delete': 'admin',
  'host.test': 'admin',
  'registry.read': 'developer',
  'registry.create': 'admin',
  'registry.update': 'admin',
  'registry.delete': 'admin',
  'token.read': 'developer',
  'token.create': 'developer',
  'token.delete': 'developer',
  'team.read': 'viewer',
  'team.update': 'admin',
  'team.delete': 'owner',
  'member.read': 'viewer',
  'member.update': 'admin',
  'member.remove': 'admin',
  'invitation.read': 'admin',
  'invitation.create': 'admin',
  'invitation.delete': 'admin',
  'hook.read': 'developer',
  'hook.create': 'developer',
  'hook.delete': 'developer',
  'certificate.read': 'developer',
  'certificate.create': 'admin',
  'certificate.update': 'admin',
  'certificate.delete': 'admin',
  'audit.read': 'admin',
  'monitor.read': 'viewer',
  'monitor.create': 'developer',
  'monitor.update': 'developer',
  'monitor.delete': 'developer',
  'monitor.check': 'developer',
  'incident.read': 'viewer',
  'incident.acknowledge': 'developer',
  'channel.read': 'developer',
  'channel.create': 'developer',
  'channel.update': 'developer',
  'channel.delete': 'developer',
  'channel.test': 'developer',
  'delivery.read': 'developer',
  'maintenance_window.read': 'viewer',
  'maintenance_window.create': 'developer',
  'maintenance_window.delete': 'developer',
  'status_page.read': 'viewer',
  'status_page.update': 'admin',
} as const satisfies Record<string, Role>

export type Action = keyof typeof lowestRole

/** What the operator of the instance alone does, whatever their role in a team; such a verb asks assertOperator. */
export type OperatorAction = 'host.grant' | 'host.revoke' | 'backup.create' | 'backup.schedule' | 'backup.test'

export const roleAtLeast = (role: Role, lowest: Role): boolean => rank[role] >= rank[lowest]

/**
 * What is about every app at once: whoever is let into some apps only may not do it, as it would reach the others. A
 * channel is told of every app's deployments; an app that is new is on nobody's list.
 */
const wholeTeam: ReadonlySet<Action> = new Set([
  'app.create',
  'app.try',
  'certificate.read',
  'channel.create',
  'channel.update',
  'channel.delete',
  'channel.test',
  'delivery.read',
])

const isOutOfReach = (actor: Actor, action: Action): boolean => actor.appIds !== null && wholeTeam.has(action)

export const may = (actor: Actor, action: Action): boolean =>
  roleAtLeast(actor.role, lowestRole[action]) && !isOutOfReach(actor, action)

export const withArticle = (role: Role): string => (/^[ao]/.test(role) ? `an ${role}` : `a ${role}`)

/** Why not, in a sentence that says which role it takes; null if one may. */
export const whyNot = (actor: Actor, action: Action): string | null => {
  const [topic, verb] = action.split('.')
  const what = topic === 'audit' ? 'the audit log' : `${topic?.replaceAll('_', ' ')}s`.replace(/ys$/, 'ies')
  const doing = `to ${verb?.replaceAll('_', ' ')} ${what}`
  if (!roleAtLeast(actor.role, lowestRole[action])) {
    return `You are ${withArticle(actor.role)} of this team; ${doing} takes at least ${withArticle(lowestRole[action])}.`
  }
  if (isOutOfReach(actor, action)) {
    return `You are let into some apps of this team only; ${doing} takes access to all of them.`
  }
  return null
}

/** Throws `forbidden` with that sentence. */
export const assertMay = (actor: Actor, action: Action): void => {
  const refusal = whyNot(actor, action)
  if (refusal) throw forbidden(refusal)
}

/** For what concerns the machines of the instance and not one team. Throws `forbidden`; `what` completes its sentence. */
export const assertOperator = (actor: Actor, what: string): void => {
  if (!actor.isOperator) throw forbidden(`Only the operator of this instance may ${what}.`)
}
