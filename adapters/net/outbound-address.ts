import { lookup } from 'node:dns/promises'

/**
 * Which address a message may be sent to: the first that the name has, if all of them may be connected to. A name that
 * leads to one of our own machines as well is not to be trusted with any.
 */
export const createOutboundAddress =
  (mayConnect: (address: string) => boolean) =>
  async (hostname: string): Promise<{ address: string; family: number }> => {
    const found = await lookup(hostname, { all: true, verbatim: true })
    const [first] = found
    if (!first) throw new Error('The host name has no address.')
    if (found.every(({ address }) => mayConnect(address))) return first
    throw new Error('Its address is not on the public internet, and the operator has not allowed it.')
  }
