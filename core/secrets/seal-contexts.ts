/**
 * What each sealed text is bound to: moved to another row it does not open. Key rotation opens and seals every one of
 * them again, so these are made here and nowhere else.
 */
export const sealContexts = {
  /** Environment of an app and of its releases. */
  env: (appId: string) => `app:${appId}:env`,
  hostSecret: (hostId: string) => `host:${hostId}:secret`,
  registryPassword: (registryId: string) => `registry:${registryId}:password`,
  channelConfig: (channelId: string) => `channel:${channelId}:config`,
  monitorRequest: (monitorId: string) => `monitor:${monitorId}:request`,
  idempotentAnswer: (teamId: string, key: string) => `idempotency:${teamId}:${key}`,
  totp: (userId: string) => `user:${userId}:totp`,
  hookSecret: (hookId: string) => `hook:${hookId}:secret`,
  certificateKey: (certificateId: string) => `certificate:${certificateId}:key`,
  instanceSetting: (key: string) => `setting:${key}:secret`,
} as const
