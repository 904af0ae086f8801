import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/tokens'
import { deleteToken } from '@/services/tokens/delete-token'

export const DELETE = route(operations.deleteToken, async ({ ctx, params }) => {
  await deleteToken({ ctx, input: { tokenId: params.id } })
  return undefined
})
