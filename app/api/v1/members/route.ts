import { route } from '@/app/_server/route'
import { publicPage } from '@/core/api/cursor'
import * as operations from '@/core/api/operations/members'
import { listMembers } from '@/services/members/list-members'

export const GET = route(operations.listMembers, async ({ ctx, query }) =>
  publicPage(await listMembers({ ctx, input: query })),
)
