import { route } from '@/app/_server/route'
import { publicPage } from '@/core/api/cursor'
import * as operations from '@/core/api/operations/hosts'
import { listHostGrants } from '@/services/hosts/list-host-grants'

export const GET = route(operations.listHostGrants, async ({ ctx, params, query }) =>
  publicPage(await listHostGrants({ ctx, input: { ...query, hostId: params.id } })),
)
