import { z } from 'zod'
import { certificatePatchSchema, certificateSchema } from '../../certificates/schema'
import { idParams, mergePatchBody, noParams, noQuery, pageOf, pageQuery, time } from '../common'
import { defineOperation } from '../operation'

const certificateViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  domains: z.array(z.string()).describe('Names it is for; *.example.com stands for one label.'),
  issuer: z.string(),
  notBefore: time,
  notAfter: time,
  fingerprint: z.string().describe('SHA-256, hex.'),
  createdAt: time,
  updatedAt: time,
  uses: z
    .array(z.object({ appId: z.string(), appName: z.string(), domains: z.array(z.string()) }))
    .describe('The domains of the team that are served with it.'),
})

const tag = 'Certificates'

export const listCertificates = defineOperation({
  operationId: 'listCertificates',
  method: 'get',
  path: '/api/v1/certificates',
  summary: 'Certificates of the team, without their keys',
  tag,
  access: 'certificate.read',
  params: noParams,
  query: pageQuery,
  body: null,
  success: 200,
  response: pageOf(certificateViewSchema),
})

export const createCertificate = defineOperation({
  operationId: 'createCertificate',
  method: 'post',
  path: '/api/v1/certificates',
  summary: 'Add a certificate; domains that it is for are served by HTTPS at once',
  tag,
  access: 'certificate.create',
  params: noParams,
  query: noQuery,
  body: certificateSchema,
  success: 201,
  response: certificateViewSchema,
  problems: [409],
})

export const getCertificate = defineOperation({
  operationId: 'getCertificate',
  method: 'get',
  path: '/api/v1/certificates/{id}',
  summary: 'One certificate',
  tag,
  access: 'certificate.read',
  params: idParams,
  query: noQuery,
  body: null,
  success: 200,
  response: certificateViewSchema,
})

export const updateCertificate = defineOperation({
  operationId: 'updateCertificate',
  method: 'patch',
  path: '/api/v1/certificates/{id}',
  summary: 'Rename a certificate, or put a renewed one with its key in its place',
  tag,
  access: 'certificate.update',
  params: idParams,
  query: noQuery,
  body: mergePatchBody,
  patchOf: certificatePatchSchema,
  success: 200,
  response: certificateViewSchema,
  problems: [409],
})

export const deleteCertificate = defineOperation({
  operationId: 'deleteCertificate',
  method: 'delete',
  path: '/api/v1/certificates/{id}',
  summary: 'Remove a certificate; domains that no other is for are served by plain HTTP',
  tag,
  access: 'certificate.delete',
  params: idParams,
  query: noQuery,
  body: null,
  success: 204,
  response: null,
})
