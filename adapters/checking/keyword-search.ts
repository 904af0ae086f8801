import type { IncomingMessage } from 'node:http'
import { createBrotliDecompress, createUnzip } from 'node:zlib'

/** Nobody looks further: a page that is larger says what it has to say before. */
const mostBytes = 1024 * 1024

const decoded = (response: IncomingMessage) => {
  switch (response.headers['content-encoding']?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
    case 'deflate':
      return response.pipe(createUnzip())
    case 'br':
      return response.pipe(createBrotliDecompress())
    default:
      return response
  }
}

/** In the charset that the answer names; UTF-8 where it names none, or one that nobody knows. */
const textOf = (bytes: Buffer, response: IncomingMessage): string => {
  const [, charset] = /charset\s*=\s*"?([^\s";]+)/i.exec(response.headers['content-type'] ?? '') ?? []
  try {
    return new TextDecoder(charset ?? 'utf-8').decode(bytes)
  } catch {
    return bytes.toString('utf8')
  }
}

/**
 * Reads an answer to its end, or its first megabyte. Resolves with whether the keyword was in it, null without one; rejects
 * when it breaks off.
 */
export const readAnswer = async (response: IncomingMessage, keyword: string | null): Promise<boolean | null> => {
  const source = keyword === null ? response : decoded(response)
  // An error of the connection does not travel along a pipe.
  if (source !== response) response.on('error', (error) => source.destroy(error))
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (keyword !== null) chunks.push(bytes)
    if (size >= mostBytes) break
  }
  if (keyword === null) return null
  return textOf(Buffer.concat(chunks).subarray(0, mostBytes), response).includes(keyword)
}
