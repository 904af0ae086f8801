import { route } from '@/app/_server/route'
import { publicPage } from '@/core/api/cursor'
import * as operations from '@/core/api/operations/registries'
import { createRegistry } from '@/services/registries/create-registry'
import { listRegistries } from '@/services/registries/list-registries'

export const GET = route(operations.listRegistries, async ({ ctx, query }) =>
  publicPage(await listRegistries({ ctx, input: query })),
)

export const POST = route(operations.createRegistry, ({ ctx, body }) => createRegistry({ ctx, input: body }))
