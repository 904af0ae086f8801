import { Agent, type RequestOptions } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { Duplex } from 'node:stream'
import { chooseAddress } from '@/core/net/choose-address'
import { EngineError } from '@/core/ports/containers'
import type { Resolver } from '@/core/ports/resolver'

export interface Reach {
  resolver: Resolver
  /** Whether a host that is not the operator's may be at this address. */
  mayConnect(address: string): boolean
}

/**
 * Looks a host's name up and answers a connection's own question with what was found, so that it is made to an address
 * that was looked at. Throws EngineError (address_refused) where one of them may not be connected to.
 */
export type FindAddresses = () => Promise<LookupFunction>

export const findAddresses =
  ({ resolver, mayConnect }: Reach, host: string): FindAddresses =>
  async () => {
    const found = isIP(host) === 0 ? await resolver.resolve(host) : [host]
    const choice = chooseAddress({ host, found, ipVersion: null, mayConnect })
    if ('refused' in choice) {
      if (choice.refused === 'forbidden') throw new EngineError('address_refused', choice.why)
      throw Object.assign(new Error(`${host} has no address that could be found`), { code: 'ENOTFOUND' })
    }
    return (_, { all }, answer) => (all ? answer(null, [...choice.all]) : answer(null, choice.address, choice.family))
  }

/** TLS connections that are kept, each made to an address that was looked at. */
export class CheckedAgent extends Agent {
  readonly #find: FindAddresses

  constructor(find: FindAddresses) {
    super({ keepAlive: true })
    this.#find = find
  }

  override createConnection(
    options: RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const connect = super.createConnection.bind(this)
    this.#find().then(
      (lookup) => {
        const socket = connect({ ...options, lookup })
        if (socket) callback?.(null, socket)
      },
      (error: Error) => callback?.(error, undefined as never),
    )
  }
}
