import { expect, it } from 'vitest'
import { emptyHash, pathOf, queryOf, signV4 } from '@/adapters/backups/s3/sign'

// The examples that Amazon publishes with Signature Version 4 for S3, as far as they sign what we send.
it.each([
  ['a setting of a bucket', { lifecycle: '' }, 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'],
  ['a listing', { prefix: 'J', 'max-keys': '2' }, '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'],
])('the signature of %s is the published one', async (_, query, signature) => {
  const url = new URL('https://examplebucket.s3.amazonaws.com')
  url.pathname = pathOf('')
  url.search = queryOf(query)
  const credentials = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    region: 'us-east-1',
  }
  const headers = await signV4(
    { method: 'GET', url, bodyHash: emptyHash },
    credentials,
    new Date('2013-05-24T00:00:00Z'),
  )
  expect(headers.authorization).toContain(`Signature=${signature}`)
})
