// A service that behaves well when it is replaced, and badly on request (see broken.mjs).
import { createServer } from 'node:http'
import { delay, misbehave, startBreaking } from './broken.mjs'
import { answerHealth } from './health.mjs'
import { readUrl, route } from './routes.mjs'
import { settings } from './settings.mjs'
import { Shutdown } from './shutdown.mjs'
import { acceptWebSocket } from './websocket.mjs'

const server = createServer()
const shutdown = new Shutdown(server)

// Longer than the proxy keeps an idle connection, so that it is never we who close one just as a request comes in.
server.keepAliveTimeout = 75_000
server.headersTimeout = 80_000
// An upload may take as long as it takes.
server.requestTimeout = 0

server.on('request', (request, response) => {
  shutdown.follow(response)
  response.setHeader('x-version', settings.version)
  const url = readUrl(request)
  if (url.pathname === '/health') answerHealth(response)
  else if (misbehave(response)) return
  else if (delay > 0) setTimeout(() => route(url, request, response, shutdown), delay)
  else route(url, request, response, shutdown)
})
server.on('upgrade', (request, socket, head) => acceptWebSocket(request, socket, head, shutdown))
server.on('listening', () => console.log(`sample app ${settings.version} listens on port ${server.address()?.port}`))
server.on('error', (error) => {
  console.error(`cannot listen on port ${settings.port}: ${error.message}`)
  process.exit(1)
})

if (settings.broken.kind === 'ignores-sigterm') {
  process.on('SIGTERM', () => console.log('SIGTERM ignored'))
} else {
  process.on('SIGTERM', () => shutdown.begin('SIGTERM'))
}
process.on('SIGINT', () => shutdown.begin('SIGINT'))

startBreaking()
if (settings.broken.kind !== 'port-closed') server.listen(settings.port)
