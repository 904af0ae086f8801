import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/members'
import { removeMember } from '@/services/members/remove-member'
import { updateMember } from '@/services/members/update-member'

export const PATCH = route(operations.updateMember, ({ ctx, params, body }) =>
  updateMember({ ctx, input: { memberId: params.id, patch: body } }),
)

export const DELETE = route(operations.removeMember, async ({ ctx, params }) => {
  await removeMember({ ctx, input: { memberId: params.id } })
  return undefined
})
