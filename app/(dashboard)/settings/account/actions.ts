'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { runAccountAction } from '@/app/_server/account-action'
import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import { parseValues } from '@/core/validation'
import { changeName } from '@/services/account/change-name'
import { deleteAccount } from '@/services/account/delete-account'
import { revokeSession } from '@/services/sessions/revoke-session'

/** Signs one of the person's other browsers out. */
export const endSession = async (sessionId: string): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await revokeSession({ ctx, input: { sessionId: parseValues(z.string().max(100), sessionId) } })
    revalidatePath('/settings/account')
    return null
  })

/** Gives the person another name. */
export const rename = async (input: unknown): Promise<ActionResult<null>> =>
  runAccountAction(async (ctx, caller) => {
    await changeName(ctx, { ...caller, input })
    revalidatePath('/', 'layout')
    return null
  })

/** Deletes the person's account, after their address was typed. */
export const removeAccount = async (confirm: string): Promise<ActionResult<null>> =>
  runAccountAction(async (ctx, { userId, ip }) => {
    await deleteAccount(ctx, { userId, confirm: parseValues(z.string().max(400), confirm), ip })
    return null
  })
