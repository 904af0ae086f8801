import { GaplessError } from '@/core/errors'
import { readText } from './read-body'

/** The fields of a form as browsers send it. Throws unsupported_media_type, too_large and malformed. */
export const formBody = async (request: Request): Promise<URLSearchParams> => {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') {
    throw new GaplessError('unsupported_media_type', 'unsupported_media_type', 'Send it as a form does.')
  }
  return new URLSearchParams(await readText(request))
}
