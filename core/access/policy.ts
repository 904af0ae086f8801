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
  'maintenance_window.read': 'viewer',
  'maintenance_window.create': 'developer',
  'maintenance_window.delete': 'developer',
  'status_page.read': 'viewer',
  'status_page.update': 'admin',
} as const satisfies Record<string, Role>

export type Action = keyof typeof lowestRole

export const roleAtLeast = (role: Role, lowest: Role): boolean => rank[role] >= rank[lowest]

export const may = (actor: Actor, action: Action): boolean => roleAtLeast(actor.role, lowestRole[action])

const article = (role: Role): string => (/^[ao]/.test(role) ? `an ${role}` : `a ${role}`)

/** Why not, in a sentence that says which role it takes; null if one may. */
export const whyNot = (actor: Actor, action: Action): string | null => {
  if (may(actor, action)) return null
  const [what, verb] = action.split('.')
  return `You are ${article(actor.role)} of this team; to ${verb?.replaceAll('_', ' ')} ${what === 'audit' ? 'the audit log' : `${what?.replaceAll('_', ' ')}s`} takes at least ${article(lowestRole[action])}.`
}

/** Throws `forbidden` with that sentence. */
export const assertMay = (actor: Actor, action: Action): void => {
  const refusal = whyNot(actor, action)
  if (refusal) throw forbidden(refusal)
}

/** A Docker socket or a private address is root on a machine of the instance: only its operator may add one. */
export const assertOperator = (actor: Actor, what: string): void => {
  if (!actor.isOperator) throw forbidden(`Only the operator of this instance may ${what}.`)
}
