import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/hosts'
import { deleteHost } from '@/services/hosts/delete-host'
import { getHost } from '@/services/hosts/get-host'
import { updateHost } from '@/services/hosts/update-host'

export const GET = route(operations.getHost, ({ ctx, params }) => getHost({ ctx, input: { hostId: params.id } }))

export const PATCH = route(operations.updateHost, ({ ctx, params, body }) =>
  updateHost({ ctx, input: { hostId: params.id, patch: body } }),
)

export const DELETE = route(operations.deleteHost, async ({ ctx, params }) => {
  await deleteHost({ ctx, input: { hostId: params.id } })
  return undefined
})
