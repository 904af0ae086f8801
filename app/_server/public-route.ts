import { describeError } from '@/core/describe-error'
import { GaplessError } from '@/core/errors'
import { noSuchPageHtml, noticeHtml } from '@/core/status-pages/notice-html'
import { instanceParts } from '@/runtime'
import { sha256 } from '@/services/digest'
import { problemOf } from './problem'
import { assertNotTooQuick, callerNetwork } from './rate-limit'

type Parts = ReturnType<typeof instanceParts>

interface Call<Params> {
  parts: Parts
  params: Params
  request: Request
}

/** What a page for everybody may do in a browser: show itself and send its form. */
const protection = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
}

/** The same for everybody for half a minute, and from caches for a minute more while they ask again. */
const cached = 'public, max-age=30, s-maxage=30, stale-while-revalidate=60'

const types = {
  html: 'text/html; charset=utf-8',
  rss: 'application/rss+xml; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
} as const

/** A handler for visitors without a login. No cookie is read or set, so its answers may be kept by anybody. */
export const publicRoute =
  <Params>(run: (call: Call<Params>) => Promise<Response>) =>
  async (request: Request, { params }: { params: Promise<Params> }): Promise<Response> => {
    const parts = instanceParts()
    try {
      await assertNotTooQuick('visitor', callerNetwork(request))
      return await run({ parts, params: await params, request })
    } catch (error) {
      if (error instanceof GaplessError) return refusal(error)
      parts.log.error({ error: describeError(error) }, 'a page for visitors failed')
      return said(500, noticeHtml('This page cannot be shown.', 'It is our fault. Try again in a minute.'))
    }
  }

/** An answer for everybody, that caches may keep. null: there is no such page. */
export const publicAnswer = async (
  request: Request,
  type: keyof typeof types,
  text: string | null,
): Promise<Response> => {
  if (text === null) return said(404, noSuchPageHtml())
  const etag = `W/"${(await sha256(text)).slice(0, 32)}"`
  const headers = { ...protection, 'cache-control': cached, etag }
  if (isKnown(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  return new Response(text, { headers: { ...headers, 'content-type': types[type] } })
}

/** A page for whoever asked just now, and nobody else. */
export const said = (status: number, page: string, headers: Record<string, string> = {}): Response =>
  new Response(page, {
    status,
    headers: { ...protection, 'cache-control': 'no-store', 'content-type': types.html, ...headers },
  })

const isKnown = (given: string | null, etag: string): boolean =>
  given?.split(',').some((one) => ['*', etag, etag.slice(2)].includes(one.trim())) ?? false

const refusal = (error: GaplessError): Response => {
  const { status, title, detail, errors } = problemOf(error)
  if (status === 404) return said(404, noSuchPageHtml())
  const wait = error.retryAfterSeconds
  const headers: Record<string, string> = wait === undefined ? {} : { 'retry-after': String(Math.ceil(wait)) }
  return said(status, noticeHtml(title, errors[0]?.message ?? detail), headers)
}
