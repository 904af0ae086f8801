import { isInRanges, parseRange, type Range } from '../net/address-range'

/** Where machines are told their own credentials, and no storage lives. */
const never: readonly Range[] = [
  '169.254.0.0/16',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  'fe80::/10',
  'fd00:ec2::254',
  'fd20:ce::254',
]
  .map(parseRange)
  .filter((range) => range !== null)

/**
 * Whether backups may be sent to this address. The operator alone says where to, and may say a private one, as with
 * hosts; only link-local addresses and those of clouds' metadata services are refused.
 */
export const mayStoreAt = (address: string): boolean => !isInRanges(address, never)
