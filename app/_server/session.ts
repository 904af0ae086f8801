import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getServerSession } from 'next-auth'
import { cache } from 'react'
import { z } from 'zod'
import type { Actor } from '@/core/access/actor'
import { signInPath } from '@/core/access/return-path'
import { authOptions, contextFor, instanceParts } from '@/runtime'
import type { Context } from '@/services/context'
import { readSession, type SignedIn } from '@/services/sessions/read-session'
import { clientIp, pathHeader } from './client-ip'

/** Holds the team that a browser looks at; what one may see there is looked up at every request. */
export const teamCookie = 'team'

const cookieSchema = z.object({ sessionId: z.string() })

/** Who is signed in with this browser, null if nobody. Looked up once a page; a revoked session counts no more. */
export const currentSession = cache(async (): Promise<SignedIn | null> => {
  const cookie = cookieSchema.safeParse(await getServerSession(authOptions()))
  if (!cookie.success) return null
  const teamId = (await cookies()).get(teamCookie)?.value
  return readSession(instanceParts(), {
    sessionId: cookie.data.sessionId,
    ip: clientIp(await headers()),
    ...(teamId === undefined ? {} : { teamId }),
  })
})

/**
 * For pages and server actions: who is signed in, or off to the sign-in page and from there back to here. Next refuses
 * actions of other origins.
 */
export const requireSession = async (): Promise<SignedIn> =>
  (await currentSession()) ?? redirect(signInPath((await headers()).get(pathHeader)))

export const requireActor = async (): Promise<Actor> => (await requireSession()).actor

/** What a page or action calls services with. */
export const requireContext = async (): Promise<Context> => contextFor(await requireActor())
