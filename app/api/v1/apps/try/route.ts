import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/apps'
import { tryApp } from '@/services/apps/try-app'

export const POST = route(operations.tryApp, ({ ctx, body, request }) =>
  tryApp({ ctx, input: { ...body, signal: request.signal } }),
)
