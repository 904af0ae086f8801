import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/hosts'
import { grantHost } from '@/services/hosts/grant-host'
import { revokeHost } from '@/services/hosts/revoke-host'

export const PUT = route(operations.grantHost, ({ ctx, params }) =>
  grantHost({ ctx, input: { hostId: params.id, teamId: params.teamId } }),
)

export const DELETE = route(operations.revokeHost, async ({ ctx, params }) => {
  await revokeHost({ ctx, input: { hostId: params.id, teamId: params.teamId } })
  return undefined
})
