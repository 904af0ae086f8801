import { route } from '@/app/_server/route'
import { publicPage } from '@/core/api/cursor'
import * as operations from '@/core/api/operations/deployments'
import { listReleases } from '@/services/releases/list-releases'

export const GET = route(operations.listReleases, async ({ ctx, params, query }) =>
  publicPage(await listReleases({ ctx, input: { ...query, appId: params.id } })),
)
