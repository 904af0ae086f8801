import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { LinkSigner } from '@/core/ports/link-signer'
import { type KeyRing, presentKeys } from './key-ring'

const mac = (key: string, purpose: string, text: string): Buffer => {
  const derived = hkdfSync('sha256', Buffer.from(key, 'base64'), '', `gapless link ${purpose}`, 32)
  return createHmac('sha256', Buffer.from(derived)).update(text).digest()
}

/**
 * Signs by HMAC-SHA256; each purpose has a key of its own, derived (RFC 5869) from the instance's first. What another of
 * its keys has signed counts as well, for as long as that one is known.
 */
export const createHmacLinkSigner = (ring: KeyRing): LinkSigner => ({
  sign: (purpose, text) => mac(presentKeys(ring)[0], purpose, text).toString('base64url'),
  isSigned: (purpose, text, signature) => {
    const given = Buffer.from(signature, 'base64url')
    return presentKeys(ring)
      .map((key) => mac(key, purpose, text))
      .map((expected) => given.length === expected.length && timingSafeEqual(given, expected))
      .includes(true)
  },
})
