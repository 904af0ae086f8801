'use server'

import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { requireContext, requireSession, teamCookie } from '@/app/_server/session'
import { revokeAllSessions } from '@/services/sessions/revoke-all-sessions'

/** Ends every session of the person, this one too. */
export const signOutEverywhere = async (): Promise<void> => {
  const ctx = await requireContext()
  await revokeAllSessions({ ctx, input: {} })
  redirect('/sign-in')
}

const year = 31_536_000

/** Looks at another of the person's teams from now on, in this browser. One that is not theirs changes nothing. */
export const switchTeam = async (teamId: string): Promise<void> => {
  const { teams } = await requireSession()
  if (teams.some((team) => team.id === teamId)) {
    const { set } = await cookies()
    set(teamCookie, teamId, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: year })
  }
  redirect('/apps')
}
