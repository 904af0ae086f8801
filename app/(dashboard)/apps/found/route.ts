import { z } from 'zod'
import { sessionRoute } from '@/app/_server/session-route'
import { parseValues } from '@/core/validation'
import { findApps } from '@/services/apps/find-apps'

const querySchema = z.strictObject({ q: z.string().max(100) })

/** Apps by a part of their name or domain, for the command palette. */
export const GET = sessionRoute(async ({ ctx, request }) => {
  const { q } = parseValues(querySchema, Object.fromEntries(new URL(request.url).searchParams))
  return Response.json(await findApps({ ctx, input: { text: q } }), { headers: { 'cache-control': 'no-store' } })
})
