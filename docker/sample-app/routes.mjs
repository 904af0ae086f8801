import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { page } from './page.mjs'
import { settings } from './settings.mjs'

const MOST_SECONDS = 600

/** The request's path and query; what cannot be read as such is no path of ours. */
export function readUrl(request) {
  const text = request.url ?? '/'
  return new URL(URL.canParse(text, 'http://sample') ? text : '/unreadable', 'http://sample')
}

/** A number from the query, between 0 and `most`. */
function amount(url, name, fallback, most) {
  const value = Number(url.searchParams.get(name) ?? fallback)
  return Number.isFinite(value) ? Math.min(Math.max(value, 0), most) : fallback
}

function sendJson(response, value) {
  response.writeHead(200, { 'content-type': 'application/json' }).end(`${JSON.stringify(value)}\n`)
}

function home({ response }) {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
  response.end(page(settings.version, hostname()))
}

function slow({ url, response }) {
  const ms = amount(url, 'ms', 1000, MOST_SECONDS * 1000)
  const timer = setTimeout(() => sendJson(response, { waitedMs: ms }), ms)
  response.once('close', () => clearTimeout(timer))
}

function stream({ url, response }) {
  const chunks = Math.round(amount(url, 'seconds', 2, MOST_SECONDS) * 10)
  response.writeHead(200, { 'content-type': 'text/plain' }).flushHeaders()
  let sent = 0
  const timer = setInterval(() => {
    sent += 1
    if (sent <= chunks) response.write(`chunk ${sent} of ${chunks}\n`)
    else response.end('end\n')
  }, 100)
  response.once('close', () => clearInterval(timer))
}

function events({ url, response, shutdown }) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  let id = 0
  const send = () => response.write(`id: ${++id}\nevent: tick\ndata: ${settings.version}\n\n`)
  send()
  const timer = setInterval(send, Math.max(10, amount(url, 'ms', 1000, 60_000)))
  const forget = shutdown.onBegin(() => response.end())
  response.once('close', () => {
    clearInterval(timer)
    forget()
  })
}

function upload({ request, response }) {
  const hash = createHash('sha256')
  let bytes = 0
  request.on('data', (chunk) => {
    bytes += chunk.length
    hash.update(chunk)
  })
  request.on('end', () => sendJson(response, { bytes, sha256: hash.digest('hex') }))
}

function echo({ request, response }) {
  response.writeHead(200, { 'content-type': request.headers['content-type'] ?? 'application/octet-stream' })
  request.pipe(response)
}

/** What the proxy added to the request. */
function headers({ request, response }) {
  sendJson(response, request.headers)
}

/** A variable as it arrived; only those made for it, for this page is open to everybody. */
function variable({ url, response }) {
  const name = url.searchParams.get('name') ?? ''
  const value = name.startsWith('SAMPLE_') ? process.env[name] : undefined
  if (value === undefined) return notFound({ response })
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(value)
}

function notFound({ response }) {
  response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n')
}

const ROUTES = new Map([
  ['GET /', home],
  ['GET /slow', slow],
  ['GET /stream', stream],
  ['GET /events', events],
  ['GET /headers', headers],
  ['GET /variable', variable],
  ['POST /upload', upload],
  ['POST /echo', echo],
])

/** Answers a request that is not about health. */
export function route(url, request, response, shutdown) {
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const handle = ROUTES.get(`${method} ${url.pathname}`) ?? notFound
  handle({ url, request, response, shutdown })
}
