import { version } from '@/app/_server/version'
import { operations } from '@/core/api/all-operations'
import { openapiDocument } from '@/core/api/openapi'

let document: string | undefined

export const GET = (): Response => {
  document ??= JSON.stringify(openapiDocument(operations, version))
  return new Response(document, {
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'access-control-allow-origin': '*' },
  })
}
