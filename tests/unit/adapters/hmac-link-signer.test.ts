import { describe, expect, it } from 'vitest'
import { createHmacLinkSigner } from '@/adapters/vault/hmac-link-signer'

const signer = createHmacLinkSigner([Buffer.alloc(32, 1).toString('base64')])

describe('a signed link', () => {
  it('is believed for what it was signed for, and for nothing else', () => {
    const signature = signer.sign('roll back', 'incident-1')
    expect(signer.isSigned('roll back', 'incident-1', signature)).toBe(true)
    expect(signer.isSigned('roll back', 'incident-2', signature)).toBe(false)
    expect(signer.isSigned('unsubscribe', 'incident-1', signature)).toBe(false)
    for (const broken of ['', 'x', signature.slice(1), `${signature}A`]) {
      expect(signer.isSigned('roll back', 'incident-1', broken), broken).toBe(false)
    }
    const other = createHmacLinkSigner([Buffer.alloc(32, 2).toString('base64')])
    expect(other.isSigned('roll back', 'incident-1', signature)).toBe(false)
  })
})
