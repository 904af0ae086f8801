import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getServerSession } from 'next-auth'
import { cache } from 'react'
import { z } from 'zod'
import type { Actor } from '@/core/access/actor'
import { signInPath } from '@/core/access/return-path'
import { authOptions, contextFor, instanceParts } from '@/runtime'
import type { AccountCaller } from '@/services/account/account-context'
import type { Context } from '@/services/context'
import { type Browser, readBrowser } from '@/services/sessions/read-browser'
import type { SignedIn } from '@/services/sessions/read-session'
import { teamCookie } from './chosen-team'
import { clientIp, pathHeader } from './client-ip'

const cookieSchema = z.object({ sessionId: z.string() })

/**
 * Who holds a session with this browser and how they stand, null if nobody. Looked up once a page; a revoked session
 * counts no more.
 */
export const currentBrowser = cache(async (): Promise<Browser | null> => {
  const cookie = cookieSchema.safeParse(await getServerSession(authOptions()))
  if (!cookie.success) return null
  const teamId = (await cookies()).get(teamCookie())?.value
  return readBrowser(instanceParts(), {
    sessionId: cookie.data.sessionId,
    ip: clientIp(await headers()),
    ...(teamId === undefined ? {} : { teamId }),
  })
})

/** Who acts with this browser: nobody before the second factor was shown, or set up where the team asks for one. */
export const currentSession = async (): Promise<SignedIn | null> => {
  const browser = await currentBrowser()
  if (!browser?.actor) return null
  const { sessionId, actor, person, teams } = browser
  return { sessionId, actor, email: person.email, teams }
}

/** Where a browser belongs that may not see what it asked for. */
const placeOf = (browser: Browser | null, wanted: string | null): string => {
  switch (browser?.standing) {
    case 'second_factor':
      return signInPath(wanted, '/sign-in/second-factor')
    case 'enrol':
      return '/sign-in/set-up'
    case 'no_team':
      return '/sign-in/no-team'
    default:
      return signInPath(wanted)
  }
}

/**
 * For pages and server actions: who is signed in, or off to the sign-in page and from there back to here. Next refuses
 * actions of other origins.
 */
export const requireSession = async (): Promise<SignedIn> =>
  (await currentSession()) ?? redirect(placeOf(await currentBrowser(), (await headers()).get(pathHeader)))

/** For what somebody does about their own account: whoever has shown all factors they have, with or without a team. */
export const requireBrowser = async (): Promise<Browser> => {
  const browser = await currentBrowser()
  if (browser && browser.standing !== 'second_factor') return browser
  redirect(placeOf(browser, (await headers()).get(pathHeader)))
}

/** Such a person as the verbs about an account take them. */
export const requireAccount = async (): Promise<AccountCaller> => {
  const { person, sessionId } = await requireBrowser()
  return { userId: person.id, sessionId, ip: clientIp(await headers()) }
}

export const requireActor = async (): Promise<Actor> => (await requireSession()).actor

/** What a page or action calls services with. */
export const requireContext = async (): Promise<Context> => contextFor(await requireActor())
