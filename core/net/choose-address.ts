import { kindOfPrivate } from './address-range'

interface Asked {
  /** As it was given: a name, or an address itself. */
  host: string
  /** All addresses that the name has just now. */
  found: readonly string[]
  /** null: whichever. */
  ipVersion: 4 | 6 | null
  mayConnect(address: string): boolean
}

interface Address {
  address: string
  family: 4 | 6
}

/** The address that is then connected to, and all that may be instead of it; or why there is none, in words. */
type Choice = (Address & { all: readonly Address[] }) | { refused: 'unknown' | 'forbidden'; why: string }

const familyOf = (address: string): 4 | 6 => (address.includes(':') ? 6 : 4)

/**
 * Where to connect to for a host: the same for monitors and messages alike, if all that it has may be connected to.
 * A name that leads to one of our own machines as well is not to be trusted with any.
 */
export const chooseAddress = ({ host, found, ipVersion, mayConnect }: Asked): Choice => {
  if (found.length === 0) return { refused: 'unknown', why: 'it has no address' }
  const forbidden = found.find((address) => !mayConnect(address))
  if (forbidden !== undefined) return { refused: 'forbidden', why: whyForbidden(host, forbidden) }
  const all = found
    .map((address) => ({ address, family: familyOf(address) }))
    .filter(({ family }) => ipVersion === null || family === ipVersion)
  const [first] = all
  if (first === undefined) return { refused: 'unknown', why: `it has no IPv${ipVersion} address` }
  return { ...first, all }
}

/** `intern.example leads to 10.0.0.5, a private address, which the operator has not allowed`. */
const whyForbidden = (host: string, address: string): string => {
  const kind = kindOfPrivate(address) ?? 'an address'
  const what = host === address ? `${address} is ${kind}` : `${host} leads to ${address}, ${kind}`
  return `${what}, which the operator has not allowed`
}
