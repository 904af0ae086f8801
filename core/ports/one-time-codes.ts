/** Codes of an authenticator app, by time (RFC 6238). */
export interface OneTimeCodes {
  /** A new random secret, base32, as people type it where they cannot scan it. */
  newSecret(): string
  /** The secret as an authenticator app takes it, for the account of that name. */
  uri(secret: string, account: string): string
  /** The time step that a code of around this time belongs to; null if it is none of them. */
  stepOf(secret: string, code: string, at: Date): number | null
}
