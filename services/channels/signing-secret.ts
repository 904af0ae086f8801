import { randomBase64 } from '@/services/random-base64'

/** Standard Webhooks: `whsec_` and random bytes in base64, 32 of them as HMAC-SHA256 has. */
export const newSigningSecret = (): string => `whsec_${randomBase64(32)}`
