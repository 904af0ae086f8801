import type { Prisma } from '@/prisma/generated/client'

type Filter = (appIds: readonly string[]) => Record<string, unknown>

const ofApp: Filter = (appIds) => ({ appId: { in: [...appIds] } })
/** What may be about no app at all is the whole team's. */
const ofAppOrTeam: Filter = (appIds) => ({ OR: [{ appId: null }, ofApp(appIds)] })
const through =
  (relation: string, filter: Filter = ofApp): Filter =>
  (appIds) => ({ [relation]: filter(appIds) })

/**
 * Of models whose rows are about an app, which rows are about one of these. Models that are not named are the team's, or
 * are reached only by way of a row that is (`MonitorCheck` by its monitor).
 */
export const appRows: Partial<Record<Prisma.ModelName, Filter>> = {
  App: (appIds) => ({ id: { in: [...appIds] } }),
  AppHost: ofApp,
  AppSample: ofApp,
  ApiTokenApp: ofApp,
  DeployHook: ofApp,
  DeployHookDelivery: through('hook'),
  Deployment: ofApp,
  DeploymentEvent: through('deployment'),
  DeploymentStep: through('deployment'),
  Domain: ofApp,
  Incident: ofAppOrTeam,
  IncidentEvent: through('incident', ofAppOrTeam),
  /** One for no monitor that is seen tells of others' only. */
  MaintenanceWindow: (appIds) => ({ monitors: { some: { monitor: ofAppOrTeam(appIds) } } }),
  MembershipApp: ofApp,
  Monitor: ofAppOrTeam,
  MonitorChannel: through('monitor', ofAppOrTeam),
  MonitorMaintenance: through('monitor', ofAppOrTeam),
  MonitorPeriod: through('monitor', ofAppOrTeam),
  MonitorWatch: through('monitor', ofAppOrTeam),
  Release: ofApp,
  Replica: ofApp,
  ReplicaReading: through('replica'),
  StatusPageMonitor: through('monitor', ofAppOrTeam),
}
