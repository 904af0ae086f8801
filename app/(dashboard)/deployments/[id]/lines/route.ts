import { z } from 'zod'
import { parseRequest, queryOf } from '@/app/_server/parse-input'
import { sessionRoute } from '@/app/_server/session-route'
import { readDeploymentLines } from '@/services/deployments/read-deployment-lines'
import { searchDeploymentLog } from '@/services/deployments/search-deployment-log'

const pageOfLines = 2000
const maxMatches = 1000

const querySchema = z.strictObject({
  before: z.coerce.number('Give the id of a line.').int('Give the id of a line.').positive().optional(),
  q: z.string().min(1, 'Say what to look for.').max(200, 'Look for 200 characters at most.').optional(),
})

/** A piece of the log: with `q` the lines that have this text, else those before the line `before`. */
export const GET = sessionRoute<{ id: string }>(async ({ ctx, params, request }) => {
  const { before, q } = parseRequest(querySchema, queryOf(new URL(request.url)))
  const deploymentId = params.id
  const answer =
    q === undefined
      ? await readDeploymentLines({ ctx, input: { deploymentId, before, limit: pageOfLines } })
      : await searchDeploymentLog({ ctx, input: { deploymentId, text: q, limit: maxMatches } })
  return Response.json(answer, { headers: { 'cache-control': 'no-store' } })
})
