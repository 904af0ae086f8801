import { crc32 } from './crc32'

/** What every API token begins with, so that people and secret scanners recognise one. */
const tokenPrefix = 'gpl_'
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const length = 40
const checksumLength = 6

/** A token as it is made now: prefix, 40 random characters, 6 of checksum. docs/tokens.md gives it to scanners. */
const tokenPattern = /^gpl_[0-9A-Za-z]{46}$/
/** As tokens were made before they had a checksum; such ones are still taken. */
const olderPattern = /^gpl_(?:[0-9A-Za-z]{40}|[A-Za-z0-9_-]{43})$/

/** How many of its first characters are kept readable, to recognise it by. */
export const shownPrefix = (token: string): string => token.slice(0, 8)

/**
 * A token of 40 base62 characters (238 bits) from random bytes and the CRC-32 of these, so that a scanner can tell a
 * token from what only looks like one without asking anybody. `randomBytes(n)` gives n of them; bytes that would favour
 * some digits are passed over.
 */
export const tokenFrom = (randomBytes: (count: number) => Uint8Array): string => {
  const fair = 256 - (256 % digits.length)
  let text = ''
  while (text.length < length) {
    for (const byte of randomBytes(64)) {
      if (byte < fair && text.length < length) text += digits[byte % digits.length]
    }
  }
  return `${tokenPrefix}${text}${checksum(text)}`
}

/** Whether it can be a token at all: most that is none is known to be none without looking it up. */
export const mayBeToken = (text: string): boolean => {
  if (!tokenPattern.test(text)) return olderPattern.test(text)
  const random = text.slice(tokenPrefix.length, -checksumLength)
  return checksum(random) === text.slice(-checksumLength)
}

const checksum = (text: string): string => {
  let rest = crc32(text)
  let result = ''
  for (let place = 0; place < checksumLength; place += 1) {
    result = `${digits[rest % digits.length]}${result}`
    rest = Math.floor(rest / digits.length)
  }
  return result
}
