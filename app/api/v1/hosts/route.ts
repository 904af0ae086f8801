import { route } from '@/app/_server/route'
import { publicPage } from '@/core/api/cursor'
import * as operations from '@/core/api/operations/hosts'
import { createHost } from '@/services/hosts/create-host'
import { listHosts } from '@/services/hosts/list-hosts'

export const GET = route(operations.listHosts, async ({ ctx, query }) =>
  publicPage(await listHosts({ ctx, input: query })),
)

export const POST = route(operations.createHost, ({ ctx, body }) => createHost({ ctx, input: body }))
