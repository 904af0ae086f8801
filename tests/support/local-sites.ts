import type { RequestListener } from 'node:http'
import { serveHttp } from './checking'
import { startRawServer } from './raw-server'

/** Servers of a test, which end with it: `closeAll` is for `afterEach`. */
export const createLocalSites = () => {
  const open: { close(): Promise<void> }[] = []
  const kept = async <Server extends { close(): Promise<void> }>(server: Promise<Server>): Promise<Server> => {
    open.push(await server)
    return server
  }
  return {
    kept,
    /** The URL of a site that answers so. */
    serve: async (answer: RequestListener) => `http://127.0.0.1:${(await kept(serveHttp(answer))).port}`,
    /** The URL of a server that does with connections what it is told. */
    raw: async (...how: Parameters<typeof startRawServer>) =>
      `http://127.0.0.1:${(await kept(startRawServer(...how))).port}/`,
    closeAll: async () => {
      for (const one of open.splice(0).reverse()) await one.close()
    },
  }
}
