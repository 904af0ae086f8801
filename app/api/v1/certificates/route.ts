import { route } from '@/app/_server/route'
import { publicPage } from '@/core/api/cursor'
import * as operations from '@/core/api/operations/certificates'
import { createCertificate } from '@/services/certificates/create-certificate'
import { listCertificates } from '@/services/certificates/list-certificates'

export const GET = route(operations.listCertificates, async ({ ctx, query }) =>
  publicPage(await listCertificates({ ctx, input: query })),
)

export const POST = route(operations.createCertificate, ({ ctx, body }) => createCertificate({ ctx, input: body }))
