import type { Prisma } from '@/prisma/generated/client'

interface Relation {
  model: Prisma.ModelName
  /** Many rows: a list that can be narrowed. */
  list: boolean
}

const one = (model: Prisma.ModelName): Relation => ({ model, list: false })
const many = (model: Prisma.ModelName): Relation => ({ model, list: true })

/** Every model's relations, and whether its rows belong to a team; a test holds this against the schema. */
export const models: Record<Prisma.ModelName, { ofTeam: boolean; relations: Readonly<Record<string, Relation>> }> = {
  User: {
    ofTeam: false,
    relations: {
      memberships: many('Membership'),
      sessions: many('Session'),
      identities: many('Identity'),
      recoveryCodes: many('RecoveryCode'),
      signInLinks: many('SignInLink'),
    },
  },
  Identity: { ofTeam: false, relations: { user: one('User') } },
  RecoveryCode: { ofTeam: false, relations: { user: one('User') } },
  SignInLink: { ofTeam: false, relations: { user: one('User') } },
  Session: { ofTeam: false, relations: { user: one('User') } },
  Team: {
    ofTeam: false,
    relations: {
      memberships: many('Membership'),
      invitations: many('Invitation'),
      hosts: many('Host'),
      hostGrants: many('HostGrant'),
      apps: many('App'),
      certificates: many('Certificate'),
    },
  },
  Membership: { ofTeam: true, relations: { team: one('Team'), user: one('User'), apps: many('MembershipApp') } },
  MembershipApp: { ofTeam: true, relations: { membership: one('Membership'), app: one('App') } },
  Invitation: { ofTeam: true, relations: { team: one('Team') } },
  ApiToken: { ofTeam: true, relations: { apps: many('ApiTokenApp') } },
  ApiTokenApp: { ofTeam: true, relations: { token: one('ApiToken'), app: one('App') } },
  DeployHook: { ofTeam: true, relations: { app: one('App'), deliveries: many('DeployHookDelivery') } },
  DeployHookDelivery: { ofTeam: true, relations: { hook: one('DeployHook') } },
  AuditEvent: { ofTeam: true, relations: {} },
  IdempotencyKey: { ofTeam: true, relations: {} },
  Host: {
    ofTeam: true,
    relations: {
      team: one('Team'),
      apps: many('AppHost'),
      replicas: many('Replica'),
      sampling: one('HostSampling'),
      grants: many('HostGrant'),
    },
  },
  HostGrant: { ofTeam: true, relations: { team: one('Team'), host: one('Host') } },
  Certificate: { ofTeam: true, relations: { team: one('Team') } },
  InstanceSetting: { ofTeam: false, relations: {} },
  Backup: { ofTeam: false, relations: {} },
  Registry: { ofTeam: true, relations: {} },
  App: {
    ofTeam: true,
    relations: {
      team: one('Team'),
      domains: many('Domain'),
      hosts: many('AppHost'),
      releases: many('Release'),
      deployments: many('Deployment'),
      replicas: many('Replica'),
      samples: many('AppSample'),
      monitors: many('Monitor'),
      memberships: many('MembershipApp'),
      tokens: many('ApiTokenApp'),
      hooks: many('DeployHook'),
    },
  },
  Domain: { ofTeam: true, relations: { app: one('App') } },
  AppHost: { ofTeam: true, relations: { app: one('App'), host: one('Host') } },
  Release: {
    ofTeam: true,
    relations: { app: one('App'), deployments: many('Deployment'), replicas: many('Replica') },
  },
  Deployment: {
    ofTeam: true,
    relations: {
      app: one('App'),
      release: one('Release'),
      steps: many('DeploymentStep'),
      events: many('DeploymentEvent'),
    },
  },
  DeploymentStep: { ofTeam: true, relations: { deployment: one('Deployment') } },
  DeploymentEvent: { ofTeam: true, relations: { deployment: one('Deployment') } },
  Replica: {
    ofTeam: true,
    relations: { app: one('App'), host: one('Host'), release: one('Release'), reading: one('ReplicaReading') },
  },
  AppSample: { ofTeam: true, relations: { app: one('App') } },
  ReplicaReading: { ofTeam: true, relations: { replica: one('Replica') } },
  HostSampling: { ofTeam: true, relations: { host: one('Host') } },
  AppLease: { ofTeam: false, relations: {} },
  Outbox: { ofTeam: true, relations: {} },
  Monitor: {
    ofTeam: true,
    relations: {
      app: one('App'),
      watch: one('MonitorWatch'),
      periods: many('MonitorPeriod'),
      incidents: many('Incident'),
      channels: many('MonitorChannel'),
      maintenance: many('MonitorMaintenance'),
      onStatusPages: many('StatusPageMonitor'),
    },
  },
  MonitorWatch: { ofTeam: true, relations: { monitor: one('Monitor') } },
  MonitorCheck: { ofTeam: true, relations: {} },
  MonitorRollup: { ofTeam: true, relations: {} },
  MonitorRollupProgress: { ofTeam: false, relations: {} },
  MonitorPeriod: { ofTeam: true, relations: { monitor: one('Monitor') } },
  Incident: { ofTeam: true, relations: { monitor: one('Monitor'), events: many('IncidentEvent') } },
  IncidentEvent: { ofTeam: true, relations: { incident: one('Incident') } },
  MaintenanceWindow: { ofTeam: true, relations: { monitors: many('MonitorMaintenance') } },
  MonitorMaintenance: { ofTeam: true, relations: { monitor: one('Monitor'), window: one('MaintenanceWindow') } },
  Channel: { ofTeam: true, relations: { monitors: many('MonitorChannel'), deliveries: many('Delivery') } },
  MonitorChannel: { ofTeam: true, relations: { monitor: one('Monitor'), channel: one('Channel') } },
  Delivery: { ofTeam: true, relations: { channel: one('Channel'), attempts: many('DeliveryAttempt') } },
  DeliveryAttempt: { ofTeam: true, relations: { delivery: one('Delivery') } },
  StatusPage: {
    ofTeam: true,
    relations: {
      monitors: many('StatusPageMonitor'),
      subscribers: many('StatusSubscriber'),
      notices: many('StatusNotice'),
    },
  },
  StatusPageMonitor: { ofTeam: true, relations: { page: one('StatusPage'), monitor: one('Monitor') } },
  StatusSubscriber: { ofTeam: true, relations: { page: one('StatusPage'), mails: many('StatusMail') } },
  StatusNotice: { ofTeam: true, relations: { page: one('StatusPage'), mails: many('StatusMail') } },
  StatusMail: { ofTeam: true, relations: { subscriber: one('StatusSubscriber'), notice: one('StatusNotice') } },
}

export const isModel = (name: string): name is Prisma.ModelName => Object.hasOwn(models, name)
