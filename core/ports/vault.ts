/** Encrypts at rest (AES-256-GCM, key id inside the result for rotation). */
export interface Vault {
  /** `context` binds the result to its place (core/secrets/seal-contexts): moved elsewhere it does not open. */
  seal(plain: string, context: string): string
  /** Throws when the text was changed, or sealed for another context or by an unknown key. */
  open(sealed: string, context: string): string
  /** Short name of the key that seals now. */
  currentKey(): string
  /** Short names of all keys that are known, the one that seals first. */
  knownKeys(): readonly string[]
}
