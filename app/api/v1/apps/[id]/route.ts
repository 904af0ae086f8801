import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/apps'
import { deleteApp } from '@/services/apps/delete-app'
import { getApp } from '@/services/apps/get-app'
import { updateApp } from '@/services/apps/update-app'

export const GET = route(operations.getApp, ({ ctx, params }) => getApp({ ctx, input: { appId: params.id } }))

export const PATCH = route(operations.updateApp, ({ ctx, params, body }) =>
  updateApp({ ctx, input: { appId: params.id, patch: body } }),
)

export const DELETE = route(operations.deleteApp, async ({ ctx, params }) => {
  await deleteApp({ ctx, input: { appId: params.id } })
  return undefined
})
