import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { troubledAppIds } from './troubled-app-ids'

/** How many of the team's apps have fewer healthy replicas than intended. */
export const countTroubledApps: Service<Record<string, never>, number> = async ({ ctx }) => {
  assertMay(ctx.actor, 'app.read')
  return (await troubledAppIds(ctx)).length
}
