import type { PasswordStrength } from '../access/password-rules'

/** Slow hashes of passwords people choose. */
export interface Passwords {
  hash(password: string): Promise<string>
  /**
   * Whether the password belongs to the hash. Null (no such user) takes as long as a real comparison and is false, so
   * that the time tells nobody who exists.
   */
  verify(hash: string | null, password: string): Promise<boolean>
  /** How hard it is to guess for somebody who knows these words about the person: name, e-mail address. */
  strength(password: string, personal: readonly string[]): Promise<PasswordStrength>
}
