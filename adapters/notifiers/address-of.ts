import { chooseAddress } from '@/core/net/choose-address'
import type { Resolver } from '@/core/ports/resolver'
import type { AddressOf } from './post'

/** Looks a name up once and says where a message may be sent; throws in words where it may not. */
export const createAddressOf =
  ({ resolver, mayConnect }: { resolver: Resolver; mayConnect(address: string): boolean }): AddressOf =>
  async (host) => {
    const choice = chooseAddress({ host, found: await resolver.resolve(host), ipVersion: null, mayConnect })
    if (!('refused' in choice)) return choice
    throw new Error(
      choice.refused === 'unknown' ? 'The host name has no address.' : `No connection was made: ${choice.why}.`,
    )
  }
