import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/invitations'
import { revokeInvitation } from '@/services/invitations/revoke-invitation'

export const DELETE = route(operations.revokeInvitation, async ({ ctx, params }) => {
  await revokeInvitation({ ctx, input: { invitationId: params.id } })
  return undefined
})
