import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/monitors'
import { checkDefinition } from '@/services/monitors/check-now'

export const POST = route(operations.checkMonitor, async ({ ctx, body }) => {
  const check = await checkDefinition({ ctx, input: body })
  return { ...check, ok: check.outcome !== 'failed' }
})
