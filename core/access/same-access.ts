import type { Actor } from './actor'

/** Whether an actor may still do exactly what they might before: what was opened for one goes on for the other. */
export const isSameAccess = (before: Actor, now: Actor): boolean =>
  before.teamId === now.teamId &&
  before.role === now.role &&
  before.isOperator === now.isOperator &&
  isSameList(before.appIds, now.appIds)

const isSameList = (before: Actor['appIds'], now: Actor['appIds']): boolean => {
  if (before === null || now === null) return before === now
  const known = new Set(before)
  return known.size === new Set(now).size && now.every((appId) => known.has(appId))
}
