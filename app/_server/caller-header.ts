import { subscribe } from 'node:diagnostics_channel'
import { IncomingMessage } from 'node:http'
import type { Range } from '@/core/net/address-range'
import { callerAddress } from '@/core/net/caller-address'
import { pathHeader } from './client-ip'

/**
 * Makes `X-Forwarded-For` tell the truth. Next passes on whatever a caller sends, and no route can see the connection,
 * so the header is set right where Node has both, for pages, actions and the API alike. The address that was asked for
 * goes along the same way: no layout can see it, and whoever signs in wants to go on from there.
 */
export const tellCallers = (trusted: () => readonly Range[]): void => {
  subscribe('http.server.request.start', (message) => {
    const request: unknown = Reflect.get(Object(message), 'request')
    if (!(request instanceof IncomingMessage)) return
    const given = request.headers['x-forwarded-for']
    request.headers['x-forwarded-for'] = callerAddress(
      Array.isArray(given) ? given.join(',') : given,
      request.socket.remoteAddress,
      trusted(),
    )
    request.headers[pathHeader] = request.url
  })
}
