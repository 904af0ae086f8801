import { z } from 'zod'
import { readBody } from '@/app/_server/read-body'
import { sessionRoute } from '@/app/_server/session-route'
import { monitorSchema } from '@/core/monitors/schema'
import { parseValues } from '@/core/validation'
import { checkChanged, checkDefinition } from '@/services/monitors/check-now'

const changedSchema = z.strictObject({ monitorId: z.string().max(100), patch: z.record(z.string(), z.unknown()) })

/** Checks what is being typed: a new monitor, or changes of one. A handler and no action: actions wait for one another. */
export const POST = sessionRoute(async ({ ctx, request }) => {
  const { value } = await readBody(request, ['application/json'])
  const changed = changedSchema.safeParse(value)
  return Response.json(
    changed.success
      ? await checkChanged({ ctx, input: changed.data })
      : await checkDefinition({ ctx, input: parseValues(monitorSchema, value) }),
  )
})
