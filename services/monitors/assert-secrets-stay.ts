import { invalid } from '@/core/errors'
import type { MonitorDefinition } from '@/core/monitors/schema'

/**
 * Another origin takes its login, headers and body anew: stored ones must not be sent elsewhere. `patch` says which were
 * given. Throws invalid with the fields.
 */
export const assertSecretsStay = (
  before: MonitorDefinition,
  after: MonitorDefinition,
  patch: Record<string, unknown>,
): void => {
  if (new URL(before.url).origin === new URL(after.url).origin) return
  const held = (['headers', 'body', 'auth'] as const).filter((name) => {
    const value = before[name]
    return value !== null && (name !== 'headers' || Object.keys(before.headers).length > 0) && !(name in patch)
  })
  if (held.length > 0) {
    throw invalid(
      held.map((path) => ({ path, message: 'Give this anew for the other address, or null to leave it out.' })),
    )
  }
}
