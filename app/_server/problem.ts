import type { Problem } from '@/core/api/common'
import type { ErrorKind, GaplessError } from '@/core/errors'

const kinds: Record<ErrorKind, { status: number; title: string }> = {
  malformed: { status: 400, title: 'Bad request' },
  unauthenticated: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Conflict' },
  too_large: { status: 413, title: 'Too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  invalid: { status: 422, title: 'Invalid values' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'Unavailable' },
}

/** How an error of ours is told over HTTP. */
export const problemOf = (error: GaplessError): Problem => ({
  type: 'about:blank',
  title: kinds[error.kind].title,
  status: kinds[error.kind].status,
  code: error.code,
  detail: error.message,
  errors: error.fields.map(({ path, message }) => ({ path, message })),
})

/** What went wrong is in the log under this request id; a caller learns nothing of our inside. */
export const internalProblem = (requestId: string): Problem => ({
  type: 'about:blank',
  title: 'Internal error',
  status: 500,
  code: 'internal_error',
  detail: `Gapless itself failed at this. The web log of this instance says why, under request ${requestId}.`,
  errors: [],
})
