import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/quotas'
import { setQuotas } from '@/services/quotas/set-quotas'

export const PATCH = route(operations.setQuotas, ({ ctx, params, body }) =>
  setQuotas({ ctx, input: { ...body, teamId: params.id } }),
)
