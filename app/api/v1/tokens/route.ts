import { route } from '@/app/_server/route'
import { publicPage } from '@/core/api/cursor'
import * as operations from '@/core/api/operations/tokens'
import { createToken } from '@/services/tokens/create-token'
import { listTokens } from '@/services/tokens/list-tokens'

export const GET = route(operations.listTokens, async ({ ctx, query }) =>
  publicPage(await listTokens({ ctx, input: query })),
)

export const POST = route(operations.createToken, ({ ctx, body }) => createToken({ ctx, input: body }))
