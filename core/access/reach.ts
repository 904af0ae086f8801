import type { Actor } from './actor'

/** Of these apps, those that the actor sees: for queries that no client narrows. */
export const withinReach = ({ appIds: seen }: Actor, appIds: readonly string[]): string[] =>
  appIds.filter((appId) => seen === null || seen.includes(appId))
