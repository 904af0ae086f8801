import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** Storage that speaks as much S3 as backups need, and believes nobody: each signature is computed anew. */
export interface S3Double {
  endpoint: string
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
  /** By key. What was not received as a whole is not in it. */
  objects: Map<string, Buffer>
  /** `PUT /bucket/key`, as they came. */
  requests: string[]
  /** How it is to behave from now on. */
  mood: { isFull: boolean; mayDelete: boolean; mayList: boolean; busyTimes: number; holdUploads: Promise<void> | null }
  close(): Promise<void>
}

const pageSize = 2

class S3Error extends Error {
  readonly status: number
  readonly code: string
  readonly more: string
  constructor(status: number, code: string, message: string, more = '') {
    super(message)
    this.status = status
    this.code = code
    this.more = more
  }
}

export const startS3Double = async (): Promise<S3Double> => {
  const server = createServer((request, response) => {
    answer(double, request, response).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return response.destroy()
      const { status, code, more } = error instanceof S3Error ? error : new S3Error(500, 'InternalError', '')
      response.writeHead(status, { 'content-type': 'application/xml', connection: 'close' })
      const message = escaped(error instanceof Error ? error.message : String(error))
      response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message>${more}</Error>`)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const double: S3Double = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket: 'backups',
    region: 'eu-test-1',
    accessKeyId: 'AKIDOUBLE',
    secretAccessKey: 'the/secret+of+the/double',
    objects: new Map(),
    requests: [],
    mood: { isFull: false, mayDelete: true, mayList: true, busyTimes: 0, holdUploads: null },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return double
}

const answer = async (double: S3Double, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { method = '', url: target = '' } = request
  double.requests.push(`${method} ${target}`)
  const { mood } = double
  if (mood.busyTimes > 0) {
    mood.busyTimes--
    throw new S3Error(503, 'SlowDown', 'Please reduce your request rate.')
  }
  verifyHead(double, request)
  const [path = '', query = ''] = target.split('?')
  const [bucket, ...rest] = path.slice(1).split('/').map(decodeURIComponent)
  const key = rest.join('/')
  if (bucket !== double.bucket) throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist')
  if (method === 'PUT' && key !== '') {
    if (request.headers['content-length'] === undefined) throw new S3Error(411, 'MissingContentLength', '')
    if (mood.holdUploads) await mood.holdUploads
    if (mood.isFull)
      throw new S3Error(507, 'XMinioStorageFull', 'Storage backend has reached its minimum free drive threshold.')
    const body = await buffer(request)
    if (hashOf(body) !== request.headers['x-amz-content-sha256']) {
      throw new S3Error(400, 'XAmzContentSHA256Mismatch', 'The provided header does not match what was computed.')
    }
    double.objects.set(key, body)
    response.end()
    return
  }
  request.resume()
  if (method === 'GET' && key === '') {
    if (!mood.mayList) throw new S3Error(403, 'AccessDenied', 'Access Denied')
    response.setHeader('content-type', 'application/xml')
    response.end(listing(double, new URLSearchParams(query)))
  } else if (method === 'DELETE' && key !== '') {
    if (!mood.mayDelete) throw new S3Error(403, 'AccessDenied', 'Access Denied')
    double.objects.delete(key)
    response.writeHead(204).end()
  } else throw new S3Error(405, 'MethodNotAllowed', '')
}

const listing = ({ objects, bucket }: S3Double, query: URLSearchParams): string => {
  if (query.get('list-type') !== '2') throw new S3Error(400, 'InvalidArgument', 'This knows the second listing only.')
  const keys = [...objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '')).sort()
  const from = Number(Buffer.from(query.get('continuation-token') ?? '', 'base64').toString() || 0)
  const page = keys.slice(from, from + pageSize)
  const isMore = from + pageSize < keys.length
  const token = Buffer.from(String(from + pageSize)).toString('base64')
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucket}</Name>`,
    `<IsTruncated>${isMore}</IsTruncated>${isMore ? `<NextContinuationToken>${token}</NextContinuationToken>` : ''}`,
    ...page.map((key) => `<Contents><Key>${escaped(key)}</Key><Size>${objects.get(key)?.length}</Size></Contents>`),
    '</ListBucketResult>',
  ].join('\n')
}

const hashOf = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** From the request as it came over the line, and by nothing that the product has. */
const verifyHead = (double: S3Double, { method = '', url = '', headers }: IncomingMessage): void => {
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    )
  if (!found) throw new S3Error(403, 'AccessDenied', 'Access Denied')
  const [, keyId = '', day = '', region = '', names = '', signature = ''] = found
  if (keyId !== double.accessKeyId) {
    throw new S3Error(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.')
  }
  if (region !== double.region) {
    throw new S3Error(400, 'AuthorizationHeaderMalformed', 'the region is wrong', `<Region>${double.region}</Region>`)
  }
  const time = String(headers['x-amz-date'])
  const at = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!(Math.abs(Date.now() - at) < 15 * 60_000)) throw new S3Error(403, 'RequestTimeTooSkewed', '')
  const signed = names.split(';')
  const missing = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))].find(
    (name) => !signed.includes(name),
  )
  if (missing !== undefined) throw new S3Error(403, 'AccessDenied', `not signed: ${missing}`)
  const [path = '', query = ''] = url.split('?')
  const canonical =
    `${method}\n${path}\n${query.split('&').sort().join('&')}\n` +
    `${signed.map((name) => `${name}:${String(headers[name]).trim()}\n`).join('')}\n` +
    `${names}\n${String(headers['x-amz-content-sha256'])}`
  const toSign = `AWS4-HMAC-SHA256\n${time}\n${day}/${region}/s3/aws4_request\n${hashOf(canonical)}`
  const sign = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  const key = sign(sign(sign(sign(`AWS4${double.secretAccessKey}`, day), region), 's3'), 'aws4_request')
  if (!timingSafeEqual(sign(key, toSign), Buffer.from(signature, 'hex')) || !time.startsWith(day)) {
    throw new S3Error(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      `<StringToSign>${escaped(toSign)}</StringToSign>`,
    )
  }
}
