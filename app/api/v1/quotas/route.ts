import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/quotas'
import { readQuotas } from '@/services/quotas/read-quotas'

export const GET = route(operations.readQuotas, ({ ctx }) => readQuotas({ ctx, input: {} }))
