import type { JobPayload } from '@/core/jobs/definitions'
import { systemContext } from '@/runtime'
import { syncDomains } from '@/services/apps/sync-domains'

export const syncAppDomains = ({ teamId, appId }: JobPayload<'sync-domains'>): Promise<void> =>
  syncDomains({ ctx: systemContext(teamId), input: { appId } })
