/** Encrypts at rest (AES-256-GCM, key id inside the result for rotation). */
export interface Vault {
  /** `context` binds the result to its place (`app:<id>:env`): moved elsewhere it does not open. */
  seal(plain: string, context: string): string
  /** Throws when the text was changed, or sealed for another context or by an unknown key. */
  open(sealed: string, context: string): string
}
