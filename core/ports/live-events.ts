/** Tells other processes that something is new. Fire and forget: the database has the truth. */
export interface LiveEvents {
  publish(channel: string, message: unknown): Promise<void>
  /** Calls back for each message until the returned function is called. */
  subscribe(channel: string, onMessage: (message: unknown) => void): Promise<() => void>
}

/** Channel names. */
export const deploymentChannel = (deploymentId: string): string => `deployment:${deploymentId}`
export const teamChannel = (teamId: string): string => `team:${teamId}`
/** Says that samples have come, and of which apps. */
export const sampledChannel = (teamId: string): string => `sampled:${teamId}`
/** Says which monitors were checked, and which changed their state. */
export const monitorsChannel = (teamId: string): string => `monitors:${teamId}`
/** Says that a person's sessions or rights are not what they were. */
export const personChannel = (userId: string): string => `person:${userId}`
