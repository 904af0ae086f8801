import { route } from '@/app/_server/route'
import { publicPage } from '@/core/api/cursor'
import * as operations from '@/core/api/operations/hooks'
import { createHook } from '@/services/hooks/create-hook'
import { listHooks } from '@/services/hooks/list-hooks'

export const GET = route(operations.listHooks, async ({ ctx, params, query }) =>
  publicPage(await listHooks({ ctx, input: { ...query, appId: params.id } })),
)

export const POST = route(operations.createHook, ({ ctx, params, body }) =>
  createHook({ ctx, input: { ...body, appId: params.id } }),
)
