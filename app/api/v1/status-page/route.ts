import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/status-page'
import { notFound } from '@/core/errors'
import { getStatusPage } from '@/services/status-pages/get-status-page'
import { saveStatusPage } from '@/services/status-pages/save-status-page'

export const GET = route(operations.getStatusPage, async ({ ctx }) => {
  const page = await getStatusPage({ ctx, input: {} })
  if (!page) throw notFound('status page yet')
  return page
})

export const PUT = route(operations.putStatusPage, ({ ctx, body }) => saveStatusPage({ ctx, input: body }))
