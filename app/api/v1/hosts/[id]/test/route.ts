import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/hosts'
import { testHost } from '@/services/hosts/test-host'

export const POST = route(operations.testHost, ({ ctx, params }) => testHost({ ctx, input: { hostId: params.id } }))
