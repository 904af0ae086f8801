/** What every API token begins with, so that people and secret scanners recognise one. */
const tokenPrefix = 'gpl_'
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const length = 40

/** How many of its first characters are kept readable, to recognise it by. */
export const shownPrefix = (token: string): string => token.slice(0, 8)

/**
 * A token of 40 base62 characters (238 bits) from random bytes. `randomBytes(n)` gives n of them; bytes that would
 * favour some digits are passed over.
 */
export const tokenFrom = (randomBytes: (count: number) => Uint8Array): string => {
  const fair = 256 - (256 % digits.length)
  let text = ''
  while (text.length < length) {
    for (const byte of randomBytes(64)) {
      if (byte < fair && text.length < length) text += digits[byte % digits.length]
    }
  }
  return `${tokenPrefix}${text}`
}
