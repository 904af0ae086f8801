import type { Loss } from '../attribution'
import type { Dice } from '../dice'
import type { ChaosApp, ChaosInstance } from '../instance'

/** Where a fault strikes. */
export interface Target {
  instance: ChaosInstance
  /** The deployment it was aimed at, and its app; a fault of the instance meets all apps. */
  app: ChaosApp
  deploymentId: string
  /** The release that was live when the round began. */
  previousReleaseId: string
  /** Answers as this; a further deployment of the same app adds to it. */
  version: string
  dice: Dice
  /** To be called when the deed is done: until then a worker may be held back, and no longer. */
  done(): void
}

/** What a strike did. */
export interface Struck {
  /** From when on 30 s are counted. */
  at: number
  losses: readonly Loss[]
  /** How long nobody was served, by app, where it was nobody's fault but the strike's. */
  gaps: readonly { app: string; ms: number }[]
  /** Deployments that were asked for besides; the last of them has to succeed. */
  further: readonly { id: string; version: string | null }[]
  /** What went wrong with the strike's own promises. */
  problems: readonly string[]
}

export const struck = (at: number, more: Partial<Struck> = {}): Struck => ({
  losses: [],
  gaps: [],
  further: [],
  problems: [],
  ...more,
  at,
})

/** Resolves when all of it has been done and is over. */
export type Strike = (target: Target) => Promise<Struck>
