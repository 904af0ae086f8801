'use server'

import { z } from 'zod'
import { runAccountAction, runPublicAction } from '@/app/_server/account-action'
import { lookAtTeam } from '@/app/_server/chosen-team'
import type { ActionResult } from '@/core/action-result'
import { parseValues } from '@/core/validation'
import { acceptInvitation } from '@/services/invitations/accept-invitation'
import { joinByInvitation } from '@/services/invitations/join-by-invitation'

const secretSchema = z.string().max(200)
const accountSchema = z.object({ name: z.string(), password: z.string() })

/** Whoever is signed in, of a team or of none yet, comes into this one and looks at it. */
export const accept = async (secret: string): Promise<ActionResult<null>> =>
  runAccountAction(async (ctx, { userId, ip }) => {
    const { teamId } = await acceptInvitation(ctx, { secret: parseValues(secretSchema, secret), userId, ip })
    await lookAtTeam(teamId)
    return null
  })

/** Makes an account for the address that was invited; the form then signs in with it. */
export const join = async (secret: string, input: unknown): Promise<ActionResult<{ email: string }>> =>
  runPublicAction(async (ctx, ip) => {
    const account = parseValues(accountSchema, input)
    const { teamId, email } = await joinByInvitation(ctx, { ...account, secret: parseValues(secretSchema, secret), ip })
    await lookAtTeam(teamId)
    return { email }
  })
