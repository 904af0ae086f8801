import { readBody } from '@/app/_server/read-body'
import { sessionRoute } from '@/app/_server/session-route'
import { appSchema } from '@/core/apps/schema'
import { parseValues } from '@/core/validation'
import { tryApp } from '@/services/apps/try-app'

/** Tries an app that is being typed. A handler and no action: it takes up to a minute, and actions wait for one another. */
export const POST = sessionRoute(async ({ ctx, request }) => {
  const { value } = await readBody(request, ['application/json'])
  const app = parseValues(appSchema, value)
  return Response.json(await tryApp({ ctx, input: { ...app, signal: request.signal } }))
})
