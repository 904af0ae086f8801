import { NamedError } from './named-error'
/**
 * The one error family. A service throws these; each edge (HTTP, server action, job) maps them once.
 * `message` is a sentence for people; it never carries a secret.
 */

/** One bad value: where it is (`healthCheck.path`) and what to do about it. */
export interface FieldError {
  path: string
  message: string
}

/** The kinds an edge has to tell apart; each has one HTTP status. */
export type ErrorKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'unsupported_media_type'
  | 'invalid'
  | 'too_many_requests'
  | 'unavailable'

export class GaplessError extends NamedError {
  protected static override readonly knownAs = 'GaplessError'
  readonly kind: ErrorKind
  /** Stable, machine-readable: `app_name_taken`. */
  readonly code: string
  readonly fields: readonly FieldError[]
  /** Seconds until another try makes sense; only with `too_many_requests` and `unavailable`. */
  readonly retryAfterSeconds: number | undefined

  constructor(
    kind: ErrorKind,
    code: string,
    message: string,
    options: { fields?: readonly FieldError[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'GaplessError'
    this.kind = kind
    this.code = code
    this.fields = options.fields ?? []
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

/** Absent, or another team's: the two are never told apart. */
export const notFound = (what: string): GaplessError =>
  new GaplessError('not_found', 'not_found', `There is no such ${what}.`)

export const forbidden = (message: string): GaplessError => new GaplessError('forbidden', 'forbidden', message)

export const invalid = (fields: readonly FieldError[]): GaplessError =>
  new GaplessError('invalid', 'invalid_values', fields.map((field) => `${field.path}: ${field.message}`).join(' '), {
    fields,
  })

export const conflict = (code: string, message: string, path?: string): GaplessError =>
  new GaplessError('conflict', code, message, path === undefined ? {} : { fields: [{ path, message }] })
