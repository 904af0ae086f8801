import { createServer as createHttp, type RequestListener } from 'node:http'
import { createServer as createHttps, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createHttpChecker } from '@/adapters/checking/http-checker'
import { failureCodes, type Observation } from '@/core/monitors/check'
import { judge } from '@/core/monitors/judge'
import { type MonitorInput, monitorSchema } from '@/core/monitors/schema'
import type { Reach } from '@/core/ports/http-checker'

interface LocalServer {
  port: number
  close(): Promise<void>
}

const listening = async (server: ReturnType<typeof createHttp>, host: string, port = 0): Promise<LocalServer> => {
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(port, host, resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const serveHttp = (answer: RequestListener, host = '127.0.0.1', port = 0): Promise<LocalServer> =>
  listening(createHttp(answer), host, port)

export const serveHttps = (options: ServerOptions, answer: RequestListener): Promise<LocalServer> =>
  listening(createHttps(options, answer), '127.0.0.1')

export interface Checking {
  /** Checks a monitor once. `seen`: what was observed; `check`: how it is judged. */
  ask(
    monitor: Omit<MonitorInput, 'name'>,
    reach?: Partial<Reach>,
    signal?: AbortSignal,
  ): Promise<ReturnType<typeof judged>>
}

const judged = (definition: ReturnType<typeof monitorSchema.parse>, seen: Observation) => ({
  seen,
  check: judge(definition, seen, new Date()),
  /** Null where there was a whole answer. */
  code: failureCodes.find((code) => code === seen.failure?.code) ?? null,
})

/** The real checker over names that a test gives. Every address may be asked unless it says otherwise. */
export const createChecking = (
  names: Record<string, string[]> = {},
  ca?: readonly string[],
  resolve = async (host: string): Promise<string[]> => names[host] ?? [],
): Checking => {
  const resolver = { resolve }
  const checker = createHttpChecker({ resolver, ...(ca ? { ca } : {}) })
  return {
    ask: async (monitor, reach = {}, signal) => {
      const definition = monitorSchema.parse({ name: 'Page', timeoutMs: 2000, ...monitor })
      const request = { ...definition, keyword: definition.keyword?.text ?? null }
      const seen = await checker.check(request, { mayConnect: () => true, proxies: new Map(), ...reach }, signal)
      return judged(definition, seen)
    },
  }
}
