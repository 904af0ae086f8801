/** Signs what is put into links, with a key of this instance that serves nothing else. */
export interface LinkSigner {
  /** URL-safe. `purpose` keeps signatures of one kind of link from being used in another. */
  sign(purpose: string, text: string): string
  /** Whether `sign` made this signature; takes the same time either way. */
  isSigned(purpose: string, text: string, signature: string): boolean
}
