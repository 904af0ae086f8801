import type { FilledSlot } from '@/core/ports/traffic'
import { TrafficError } from '@/core/ports/traffic'

/**
 * The last gate before the proxy. What people typed was checked when it came in; here it is checked again, so that no
 * newline, space, `;` or quote can ever become part of a configuration or a command.
 */
const patterns = {
  domain: /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
  path: /^\/[A-Za-z0-9\-._~%+,=:@/?&!*()]{0,499}$/,
  address: /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]{2,39})$/,
  secret: /^[A-Za-z0-9_-]{16,128}$/,
  version: /^[A-Za-z0-9]{4,64}$/,
  // Blocks one after the other, no line between them: an empty one would end a command's payload.
  pem: /^(-----BEGIN [A-Z ]{1,40}-----\n([A-Za-z0-9+/=]{1,76}\n)+-----END [A-Z ]{1,40}-----\n)+$/,
} as const

const refuse = (what: string): never => {
  throw new TrafficError('configuration_refused', `The proxy's configuration was not written: ${what}.`)
}

/** The text itself; throws `configuration_refused` when it has a character outside the set of its kind. */
export const allowed = (kind: keyof typeof patterns, text: string): string =>
  patterns[kind].test(text) ? text : refuse(`a ${kind} has characters that are not allowed`)

/** The whole number itself; throws `configuration_refused` when it is none from `from` to `to`. */
export const wholeNumber = (what: string, value: number, from: number, to: number): number =>
  Number.isInteger(value) && value >= from && value <= to
    ? value
    : refuse(`${what} must be a whole number from ${from} to ${to}`)

/** Seconds in HAProxy's milliseconds. */
export const milliseconds = (what: string, seconds: number): string =>
  `${wholeNumber(what, Math.round(seconds * 1000), 1, 86_400_000)}ms`

/** The slot itself; throws `configuration_refused` when any of its values is outside its set. */
export const checkedSlot = (slot: FilledSlot): FilledSlot => ({
  slot: wholeNumber('a slot', slot.slot, 1, 1000),
  address: allowed('address', slot.address),
  port: wholeNumber('a port', slot.port, 1, 65_535),
  checkPath: allowed('path', slot.checkPath),
  checkHost: allowed('domain', slot.checkHost),
})
