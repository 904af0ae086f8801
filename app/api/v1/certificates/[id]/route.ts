import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/certificates'
import { deleteCertificate } from '@/services/certificates/delete-certificate'
import { getCertificate } from '@/services/certificates/get-certificate'
import { updateCertificate } from '@/services/certificates/update-certificate'

export const GET = route(operations.getCertificate, ({ ctx, params }) =>
  getCertificate({ ctx, input: { certificateId: params.id } }),
)

export const PATCH = route(operations.updateCertificate, ({ ctx, params, body }) =>
  updateCertificate({ ctx, input: { certificateId: params.id, patch: body } }),
)

export const DELETE = route(operations.deleteCertificate, async ({ ctx, params }) => {
  await deleteCertificate({ ctx, input: { certificateId: params.id } })
  return undefined
})
