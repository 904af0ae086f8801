'use server'

import { redirect } from 'next/navigation'
import { lookAtTeam } from '@/app/_server/chosen-team'
import { requireBrowser, requireContext } from '@/app/_server/session'
import { revokeAllSessions } from '@/services/sessions/revoke-all-sessions'

/** Ends every session of the person, this one too. */
export const signOutEverywhere = async (): Promise<void> => {
  const ctx = await requireContext()
  await revokeAllSessions({ ctx, input: {} })
  redirect('/sign-in')
}

/** Looks at another of the person's teams from now on, in this browser. One that is not theirs changes nothing. */
export const switchTeam = async (teamId: string): Promise<void> => {
  const { teams } = await requireBrowser()
  if (teams.some((team) => team.id === teamId)) await lookAtTeam(teamId)
  redirect('/apps')
}
