import { z } from 'zod'
import { sessionRoute } from '@/app/_server/session-route'
import { parseValues } from '@/core/validation'
import { findMonitors } from '@/services/monitors/find-monitors'

const querySchema = z.strictObject({ q: z.string().max(100) })

/** Monitors by a part of their name or URL, for the command palette. */
export const GET = sessionRoute(async ({ ctx, request }) => {
  const { q } = parseValues(querySchema, Object.fromEntries(new URL(request.url).searchParams))
  return Response.json(await findMonitors({ ctx, input: { text: q } }), { headers: { 'cache-control': 'no-store' } })
})
