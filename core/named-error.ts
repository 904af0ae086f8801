// biome-ignore-all lint/complexity/noThisInStatic: it is about whichever class is asked

import { storable } from './format/storable'

/**
 * An error of core that adapters throw and others catch. `instanceof` goes by its name: a web process has core more than
 * once, for pages and for actions, and shares what is made of it, so that one copy catches what another one has thrown. A
 * class that gives no name of its own is known by its prototype, as any other. Its words are often another's, an engine's
 * or a registry's, and are written down: they are made fit for the database.
 */
export class NamedError extends Error {
  /** What `name` of its instances is. */
  protected static readonly knownAs: string | undefined

  constructor(message: string, options?: ErrorOptions) {
    super(storable(message), options)
  }

  static override [Symbol.hasInstance](error: unknown): boolean {
    if (!Object.hasOwn(this, 'knownAs')) return Function.prototype[Symbol.hasInstance].call(this, error)
    return error instanceof Error && error.name === this.knownAs
  }
}
