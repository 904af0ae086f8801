import { z } from 'zod'
import { sessionRoute } from '@/app/_server/session-route'
import { parseValues } from '@/core/validation'
import { readSparks } from '@/services/samples/read-sparks'

const idsSchema = z.array(z.string().min(1).max(100)).max(100)

/** The last hour of the apps of an open list: `?app=ID&app=ID`. */
export const GET = sessionRoute(async ({ ctx, request }) => {
  const appIds = parseValues(idsSchema, new URL(request.url).searchParams.getAll('app'))
  return Response.json(await readSparks({ ctx, input: { appIds } }), { headers: { 'cache-control': 'no-store' } })
})
