import { GaplessError } from '@/core/errors'
import { shapeFault } from './json-shape'

/** Room for an app with all the env it may have, twice over. */
const maxBytes = 2 * 1024 * 1024

export interface Body {
  /** As it came, for telling whether two requests are the same. */
  text: string
  /** undefined: there was none. */
  value: unknown
}

/**
 * Reads a JSON body: stops at 2 MB before parsing anything. Throws too_large, unsupported_media_type and malformed.
 * `types` are the media types it may have.
 */
export const readBody = async (request: Request, types: readonly string[]): Promise<Body> => {
  const text = await readText(request)
  if (text === '') return { text, value: undefined }
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!types.includes(type)) {
    throw new GaplessError(
      'unsupported_media_type',
      'unsupported_media_type',
      `Send the body as ${types.join(' or ')}${type === '' ? ', and say so in Content-Type' : ''}.`,
    )
  }
  return { text, value: parseJson(text) }
}

/** JSON of a bearable shape. Throws malformed. */
export const parseJson = (text: string): unknown => {
  const fault = shapeFault(text)
  if (fault) throw new GaplessError('malformed', fault.code, fault.message)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new GaplessError('malformed', 'malformed_json', 'The body is not valid JSON.', { cause })
  }
}

const tooLarge = (most = maxBytes): GaplessError =>
  new GaplessError(
    'too_large',
    'body_too_large',
    `A body has at most ${most < 1024 * 1024 ? `${most / 1024} kB` : '2 MB'}.`,
  )

/** A body as text, of at most 2 MB or so many bytes. Throws too_large and malformed. */
export const readText = async (request: Request, most = maxBytes): Promise<string> => {
  if (Number(request.headers.get('content-length') ?? 0) > most) throw tooLarge(most)
  if (!request.body) return ''
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const parts: string[] = []
  let bytes = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      bytes += value.byteLength
      if (bytes > most) throw tooLarge(most)
      parts.push(decoder.decode(value, { stream: true }))
    }
    return parts.join('') + decoder.decode()
  } catch (error) {
    // What is still under way is of no use to us; a connection that is gone cannot be cancelled either.
    await reader.cancel().catch(() => undefined)
    if (error instanceof TypeError) {
      throw new GaplessError('malformed', 'malformed_text', 'The body is not valid UTF-8.', { cause: error })
    }
    throw error
  }
}
