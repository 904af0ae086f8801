import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/invitations'
import { resendInvitation } from '@/services/invitations/resend-invitation'

export const POST = route(operations.resendInvitation, ({ ctx, params }) =>
  resendInvitation({ ctx, input: { invitationId: params.id } }),
)
