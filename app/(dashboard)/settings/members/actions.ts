'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import { invitationSchema } from '@/core/members/schema'
import { parseValues } from '@/core/validation'
import { createInvitation } from '@/services/invitations/create-invitation'
import type { SentInvitation } from '@/services/invitations/invitation-view'
import { resendInvitation } from '@/services/invitations/resend-invitation'
import { revokeInvitation } from '@/services/invitations/revoke-invitation'
import { removeMember } from '@/services/members/remove-member'
import { updateMember } from '@/services/members/update-member'

const idSchema = z.string().max(100)
const patchSchema = z.record(z.string(), z.unknown())

/** Where an invitation leads; the link is in this answer and never again. */
const sentOf = ({ email, link, mailed, mailError }: SentInvitation) => ({ email, link, mailed, mailError })

export const invite = async (input: unknown): Promise<ActionResult<ReturnType<typeof sentOf>>> =>
  runAction(async (ctx) => {
    const sent = await createInvitation({ ctx, input: parseValues(invitationSchema, input) })
    revalidatePath('/settings/members')
    return sentOf(sent)
  })

export const sendAgain = async (invitationId: string): Promise<ActionResult<ReturnType<typeof sentOf>>> =>
  runAction(async (ctx) => {
    const sent = await resendInvitation({ ctx, input: { invitationId: parseValues(idSchema, invitationId) } })
    revalidatePath('/settings/members')
    return sentOf(sent)
  })

export const revoke = async (invitationId: string): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await revokeInvitation({ ctx, input: { invitationId: parseValues(idSchema, invitationId) } })
    revalidatePath('/settings/members')
    return null
  })

export const changeMember = async (memberId: string, patch: unknown): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    const input = { memberId: parseValues(idSchema, memberId), patch: parseValues(patchSchema, patch) }
    await updateMember({ ctx, input })
    revalidatePath('/settings/members')
    return null
  })

export const takeOut = async (memberId: string): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await removeMember({ ctx, input: { memberId: parseValues(idSchema, memberId) } })
    revalidatePath('/settings/members')
    return null
  })
