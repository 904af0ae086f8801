import { settings } from './settings.mjs'

const SLOW_MS = 30_000

/** Milliseconds since the process started. */
export const age = () => process.uptime() * 1000

function answer(response, status, text) {
  response.writeHead(status, { 'content-type': 'text/plain', 'cache-control': 'no-store' }).end(`${text}\n`)
}

/** 200 once the app is ready, 503 before; wrong in the way that is asked for. */
export function answerHealth(response) {
  const { kind, amount } = settings.broken
  if (kind === 'health-404') return answer(response, 404, 'not found')
  if (kind === 'health-500') return answer(response, 500, 'the database does not answer')
  if (kind === 'health-redirect') return response.writeHead(302, { location: '/' }).end()
  if (kind === 'health-slow') return void setTimeout(() => answer(response, 200, 'ok'), SLOW_MS)
  const ill = kind === 'never-healthy' || (kind === 'unhealthy-after' && age() >= amount * 1000)
  if (ill) return answer(response, 503, 'not healthy')
  if (age() < settings.readyAfterMs) return answer(response, 503, 'starting')
  answer(response, 200, 'ok')
}
