import { route } from '@/app/_server/route'
import { publicPage } from '@/core/api/cursor'
import * as operations from '@/core/api/operations/invitations'
import { createInvitation } from '@/services/invitations/create-invitation'
import { listInvitations } from '@/services/invitations/list-invitations'

export const GET = route(operations.listInvitations, async ({ ctx, query }) =>
  publicPage(await listInvitations({ ctx, input: query })),
)

export const POST = route(operations.createInvitation, ({ ctx, body }) => createInvitation({ ctx, input: body }))
