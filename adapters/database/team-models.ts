/** Models whose rows belong to a team; a test holds this list against the schema. */
export const teamModels = [
  'Membership',
  'ApiToken',
  'AuditEvent',
  'IdempotencyKey',
  'Host',
  'Registry',
  'App',
  'Domain',
  'AppHost',
  'Release',
  'Deployment',
  'DeploymentStep',
  'DeploymentEvent',
  'Replica',
  'Outbox',
] as const

const known: ReadonlySet<string> = new Set(teamModels)

export const isTeamModel = (model: string): boolean => known.has(model)
