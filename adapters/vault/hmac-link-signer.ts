import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { LinkSigner } from '@/core/ports/link-signer'

/** Signs by HMAC-SHA256; each purpose has a key of its own, derived (RFC 5869) from the instance's. */
export const createHmacLinkSigner = (keyBase64: string): LinkSigner => {
  const key = Buffer.from(keyBase64, 'base64')
  const mac = (purpose: string, text: string): Buffer => {
    const derived = hkdfSync('sha256', key, '', `gapless link ${purpose}`, 32)
    return createHmac('sha256', Buffer.from(derived)).update(text).digest()
  }
  return {
    sign: (purpose, text) => mac(purpose, text).toString('base64url'),
    isSigned: (purpose, text, signature) => {
      const expected = mac(purpose, text)
      const given = Buffer.from(signature, 'base64url')
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}
