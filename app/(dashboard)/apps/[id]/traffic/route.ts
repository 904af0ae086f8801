import { z } from 'zod'
import { sessionRoute } from '@/app/_server/session-route'
import { sampleRanges } from '@/core/samples/ranges'
import { parseValues } from '@/core/validation'
import { readAppTraffic } from '@/services/samples/read-app-traffic'

const querySchema = z.strictObject({ range: z.enum(sampleRanges) })

/** The figures of an app's charts, for one that is open. */
export const GET = sessionRoute<{ id: string }>(async ({ ctx, params, request }) => {
  const { range } = parseValues(querySchema, Object.fromEntries(new URL(request.url).searchParams))
  const traffic = await readAppTraffic({ ctx, input: { appId: params.id, range } })
  return Response.json(traffic, { headers: { 'cache-control': 'no-store' } })
})
