import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/registries'
import { deleteRegistry } from '@/services/registries/delete-registry'
import { updateRegistry } from '@/services/registries/update-registry'

export const PATCH = route(operations.updateRegistry, ({ ctx, params, body }) =>
  updateRegistry({ ctx, input: { registryId: params.id, patch: body } }),
)

export const DELETE = route(operations.deleteRegistry, async ({ ctx, params }) => {
  await deleteRegistry({ ctx, input: { registryId: params.id } })
  return undefined
})
