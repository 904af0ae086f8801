/** Random bytes from the platform's own cryptographic source, in base64. */
export const randomBase64 = (bytes: number): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes))))
