export const roles = ['owner', 'admin', 'developer', 'viewer'] as const
export type Role = (typeof roles)[number]

/** Who does something, for which team. adapters/auth says who; core/access/policy says what they may. */
export interface Actor {
  type: 'user' | 'token' | 'hook' | 'system'
  id: string
  /** What history shows: a person's, a token's or a deploy hook's name, "Gapless". */
  name: string
  teamId: string
  role: Role
  isOperator: boolean
  /** The apps that they may see; null: all of the team's. */
  appIds: readonly string[] | null
  ip: string | null
}

/** The platform itself, acting for a team: workers, reconciler. */
export const systemActor = (teamId: string): Actor => ({
  type: 'system',
  id: 'gapless',
  name: 'Gapless',
  teamId,
  role: 'owner',
  isOperator: false,
  appIds: null,
  ip: null,
})
