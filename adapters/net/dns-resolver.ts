import { lookup } from 'node:dns/promises'
import type { Resolver } from '@/core/ports/resolver'

const notFound = new Set(['ENOTFOUND', 'EAI_NODATA', 'ENODATA'])

const isUnknownName = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && notFound.has(error.code)

/** Asks as connecting would (hosts file, then DNS), so that what is decided about is what is connected to. */
export const createDnsResolver = (): Resolver => ({
  resolve: async (host) => {
    try {
      return (await lookup(host, { all: true })).map(({ address }) => address)
    } catch (error) {
      if (isUnknownName(error)) return []
      throw error
    }
  },
})
