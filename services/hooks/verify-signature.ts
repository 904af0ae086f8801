import type { SignedDelivery } from '@/core/hooks/signed-delivery'

const encoder = new TextEncoder()

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (one) => one.charCodeAt(0))

const fromHex = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

/** Whether one of its signatures was made with this secret (`whsec_…`). Compares in constant time, every one of them. */
export const isSignedWith = async (secret: string, delivery: SignedDelivery): Promise<boolean> => {
  const bytes = delivery.keyIs === 'text' ? encoder.encode(secret) : fromBase64(secret.replace(/^whsec_/, ''))
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
  const text = encoder.encode(delivery.text)
  const right = await Promise.all(
    delivery.signatures.map(({ encoding, value }) =>
      crypto.subtle.verify('HMAC', key, encoding === 'hex' ? fromHex(value) : fromBase64(value), text),
    ),
  )
  return right.includes(true)
}
