import { createHash } from 'node:crypto'
import { AwsV4Signer } from 'aws4fetch'

export interface Credentials {
  accessKeyId: string
  secretAccessKey: string
  region: string
}

interface Unsigned {
  method: string
  /** Its path and query as `pathOf` and `queryOf` write them. */
  url: URL
  /** Hex SHA-256 of the body. */
  bodyHash: string
}

/** SHA-256 of nothing. */
export const emptyHash = createHash('sha256').update('').digest('hex')

/** As AWS wants each part of a path or query: all but A-Z a-z 0-9 - . _ ~ by percent signs. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/** A path of these parts, slashes in them included. */
export const pathOf = (...parts: readonly string[]): string =>
  `/${parts
    .filter((part) => part !== '')
    .map((part) => part.split('/').map(encode).join('/'))
    .join('/')}`

/** A query in the order in which it is signed. */
export const queryOf = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')

/**
 * Signs a request by AWS Signature Version 4, for S3, in its Authorization header. Returns all headers to send but
 * `host`, which has to be the URL's.
 */
export const signV4 = async (
  { method, url, bodyHash }: Unsigned,
  credentials: Credentials,
  now: Date,
): Promise<Record<string, string>> => {
  const signer = new AwsV4Signer({
    ...credentials,
    service: 's3',
    method,
    url: url.href,
    headers: { 'x-amz-content-sha256': bodyHash },
    datetime: `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`,
  })
  return Object.fromEntries((await signer.sign()).headers)
}
