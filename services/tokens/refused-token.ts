import { GaplessError } from '@/core/errors'

/** The one answer to a token that is unknown, revoked or expired. */
export const refusedToken = (): GaplessError =>
  new GaplessError('unauthenticated', 'invalid_token', 'The API token is missing, wrong, expired or revoked.')
