import { forbidden } from '@/core/errors'
import { isFromOwnPages } from '@/core/net/same-origin'
import { contextFor, instanceParts } from '@/runtime'
import type { Context } from '@/services/context'
import { assertNotTooQuick } from './rate-limit'
import { requestIdOf } from './request-id'
import { currentSession } from './session'
import { errorResponse, problemResponse } from './to-response'

/** A handler for our own pages: whoever is signed in with this browser. Errors are told as the API tells them. */
export const sessionRoute =
  <Params>(run: (call: { ctx: Context; params: Params; request: Request }) => Promise<Response>) =>
  async (request: Request, { params }: { params: Promise<Params> }): Promise<Response> => {
    const requestId = requestIdOf(request)
    try {
      // Browsers say where a request comes from; another site's page may not do anything here.
      const asked = {
        method: request.method,
        fetchSite: request.headers.get('sec-fetch-site'),
        origin: request.headers.get('origin'),
        host: request.headers.get('host'),
      }
      if (!isFromOwnPages(asked)) {
        throw forbidden('This can be done from the dashboard only.')
      }
      const session = await currentSession()
      if (!session) return problemResponse(signedOut, requestId)
      await assertNotTooQuick('user', session.actor.id)
      return await run({ ctx: contextFor(session.actor), params: await params, request })
    } catch (error) {
      return errorResponse(error, requestId, instanceParts().log)
    }
  }

const signedOut = {
  type: 'about:blank',
  title: 'Not signed in',
  status: 401,
  code: 'signed_out',
  detail: 'You are signed out. Sign in again to go on.',
  errors: [],
}
