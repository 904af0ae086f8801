import { describe, expect, it } from 'vitest'
import { auditClients, serviceVerbs } from '@/tests/support/service-verbs'

/** Verbs that ask nobody, each with why that is right. */
const asksNobody: Record<string, string> = {
  'services/apps/remove-app.ts#removeApp': 'a job: whoever deleted the app was asked then',
  'services/apps/sync-domains.ts#syncDomains': 'a job: whoever changed the domains was asked then',
  'services/deployments/drain-replicas.ts#drainReplicas': 'a job: the end of a deployment',
  'services/deployments/run-next-deployment.ts#runNextDeployment': 'a job: whoever started it was asked then',
  'services/metrics/read-metrics.ts#readMetrics': 'its route lets in tokens of role metrics, and nobody else',
  'services/passwords/reset-password.ts#resetPassword': 'whoever has the link that was mailed',
  'services/sessions/create-session.ts#createSession': 'signing in: there is nobody yet to be asked about',
  'services/sessions/create-session-by-identity.ts#createSessionByIdentity':
    'signing in: there is nobody yet to be asked about',
  'services/sessions/create-session-by-link.ts#createSessionByLink':
    'signing in: there is nobody yet to be asked about',
  'services/sessions/list-sessions.ts#listSessions': 'a person’s own sessions, whatever their role',
  'services/sessions/revoke-all-sessions.ts#revokeAllSessions': 'a person’s own sessions, whatever their role',
  'services/sessions/revoke-session.ts#revokeSession': 'a person’s own sessions, whatever their role',
  'services/sessions/show-second-factor.ts#showSecondFactor': 'signing in: there is nobody yet to be asked about',
  'services/sign-in-links/request-link.ts#requestLink':
    'anybody may ask for a link, which is mailed to its person only',
  'services/teams/leave-team.ts#leaveTeam': 'a person’s own membership, whatever their role',
}

/** Verbs that write without a word in the audit log, each with why that is right. */
const writesUnaudited: Record<string, string> = {
  'services/apps/remove-app.ts#removeApp': 'does what the recorded app.delete asked for',
  'services/apps/sync-domains.ts#syncDomains': 'does what the recorded app.update asked for',
  'services/deployments/drain-replicas.ts#drainReplicas': 'the end of a deployment, which is its own record',
  'services/deployments/run-next-deployment.ts#runNextDeployment': 'a deployment is its own record, step by step',
  'services/sign-in-links/request-link.ts#requestLink': 'changes nothing for anybody until the link is used',
}

const asks = /\bassert(May|Operator)\(/
const writes =
  /\b(db|tx|instanceDb)\.\w+\s*\.(create|update|delete|upsert)(Many)?(AndReturn)?\(|\b(db|tx|instanceDb)\.\$executeRaw/
const audits = /\brecordAuditEvent\(/

const verbs = serviceVerbs()

describe('every verb of services', () => {
  it('is seen here', () => {
    expect(verbs.length).toBeGreaterThan(90)
    expect(verbs.map(({ id }) => id)).toContain('services/apps/create-app.ts#createApp')
  })

  it('asks the policy who may do it, or says why nobody has to be asked', () => {
    const silent = verbs.filter(({ text }) => !asks.test(text)).map(({ id }) => id)
    expect(silent.filter((id) => !(id in asksNobody))).toEqual([])
  })

  it('writes what it changes into the audit log, or says why not', () => {
    const silent = verbs.filter(({ text }) => writes.test(text) && !audits.test(text)).map(({ id }) => id)
    expect(silent.filter((id) => !(id in writesUnaudited))).toEqual([])
  })

  it('writes into the audit log within the transaction of the change', () => {
    const clients = auditClients()
    expect(clients.length).toBeGreaterThan(30)
    expect(clients.filter(({ client }) => client !== 'tx')).toEqual([])
  })
})
