'use server'

import { redirect } from 'next/navigation'
import { requireContext } from '@/app/_server/session'
import { revokeAllSessions } from '@/services/sessions/revoke-all-sessions'

/** Ends every session of the person, this one too. */
export const signOutEverywhere = async (): Promise<void> => {
  const ctx = await requireContext()
  await revokeAllSessions({ ctx, input: {} })
  redirect('/sign-in')
}
