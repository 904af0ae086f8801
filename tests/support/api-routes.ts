import { readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { z } from 'zod'

const root = join(import.meta.dirname, '../..')

type Handler = (request: Request, context: { params: Promise<unknown> }) => Response | Promise<Response>

export interface ApiRoute {
  /** As in OpenAPI: `/api/v1/apps/{id}`. */
  path: string
  isCatchAll: boolean
  load(): Promise<Map<string, Handler>>
}

const handlerSchema = z.custom<Handler>((value) => typeof value === 'function')
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

const routeOf = (segments: readonly string[]): ApiRoute => ({
  path: `/api/${segments.map((segment) => segment.replace(/^\[(.+)\]$/, '{$1}')).join('/')}`,
  isCatchAll: segments.some((segment) => segment.startsWith('[...')),
  load: async () => {
    const loaded: unknown = await import(join(root, 'app/api', ...segments, 'route.ts'))
    const exported = z.record(z.string(), z.unknown()).parse(loaded)
    return new Map(
      methods.filter((name) => name in exported).map((name) => [name, handlerSchema.parse(exported[name])]),
    )
  },
})

/** The route files under app/api, the more specific first, as Next would match them; next-auth's own is left out. */
export const apiRoutes: readonly ApiRoute[] = readdirSync(join(root, 'app/api'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith(`${sep}route.ts`) && !file.startsWith(`auth${sep}`))
  .map((file) => routeOf(file.split(sep).slice(0, -1)))
  .sort((one, other) => rank(one) - rank(other))

function rank(route: ApiRoute): number {
  return route.isCatchAll ? 2 : route.path.includes('{') ? 1 : 0
}

/** Calls the route that Next would call; it answers HEAD by what answers GET, and leaves the body alone. */
export const callRoute = async (request: Request): Promise<Response> => {
  const { pathname } = new URL(request.url)
  for (const route of apiRoutes) {
    const params = match(route, pathname)
    if (!params) continue
    const handler = (await route.load()).get(request.method === 'HEAD' ? 'GET' : request.method)
    return handler ? handler(request, { params: Promise.resolve(params) }) : new Response(null, { status: 405 })
  }
  return new Response(null, { status: 404 })
}

const match = (route: ApiRoute, pathname: string): Record<string, string> | null => {
  const prefix = route.path.split('/{...')[0] ?? ''
  if (route.isCatchAll) return pathname.startsWith(`${prefix}/`) ? {} : null
  const wanted = route.path.split('/')
  const given = pathname.split('/')
  if (wanted.length !== given.length) return null
  const params: Record<string, string> = {}
  for (const [index, segment] of wanted.entries()) {
    const value = decodeURIComponent(given[index] ?? '')
    if (segment.startsWith('{')) params[segment.slice(1, -1)] = value
    else if (segment !== value) return null
  }
  return params
}
