import { route } from '@/app/_server/route'
import { publicPage } from '@/core/api/cursor'
import * as operations from '@/core/api/operations/apps'
import { createApp } from '@/services/apps/create-app'
import { listApps } from '@/services/apps/list-apps'

export const GET = route(operations.listApps, async ({ ctx, query }) =>
  publicPage(await listApps({ ctx, input: query })),
)

export const POST = route(operations.createApp, ({ ctx, body }) => createApp({ ctx, input: body }))
