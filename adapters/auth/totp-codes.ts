import { Secret, TOTP } from 'otpauth'
import type { OneTimeCodes } from '@/core/ports/one-time-codes'

const period = 30
/** One step to either side: clocks differ, and typing takes a while (RFC 6238, 5.2). */
const window = 1
/** As long as the hash (RFC 4226, 4). */
const secretBytes = 20

/** SHA-1, six digits, thirty seconds: the one setting that every authenticator app takes. */
const totp = (secret: string, account?: string): TOTP =>
  new TOTP({
    issuer: 'Gapless',
    label: account ?? '',
    algorithm: 'SHA1',
    digits: 6,
    period,
    secret: Secret.fromBase32(secret),
  })

export const totpCodes: OneTimeCodes = {
  newSecret: () => new Secret({ size: secretBytes }).base32,
  uri: (secret, account) => totp(secret, account).toString(),
  stepOf: (secret, code, at) => {
    const delta = totp(secret).validate({ token: code, timestamp: at.getTime(), window })
    return delta === null ? null : Math.floor(at.getTime() / 1000 / period) + delta
  },
}
