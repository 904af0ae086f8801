'use server'

import { revalidatePath } from 'next/cache'
import { runAccountAction } from '@/app/_server/account-action'
import type { ActionResult } from '@/core/action-result'
import { beginSecondFactor } from '@/services/account/begin-second-factor'
import { changePassword } from '@/services/account/change-password'
import { confirmSecondFactor } from '@/services/account/confirm-second-factor'
import { endSecondFactor } from '@/services/account/end-second-factor'
import { renewRecoveryCodes } from '@/services/account/renew-recovery-codes'
import { unlinkIdentity } from '@/services/account/unlink-identity'

const path = '/settings/security'

/** A secret for an authenticator app; it counts once one of its codes was shown. */
export const beginSetUp = async (): Promise<ActionResult<{ secret: string; uri: string }>> =>
  runAccountAction(beginSecondFactor)

/** Turns the second factor on; the recovery codes are in this answer and never again. */
export const confirmSetUp = async (code: unknown): Promise<ActionResult<string[]>> =>
  runAccountAction((ctx, caller) => confirmSecondFactor(ctx, { ...caller, code }))

export const renewCodes = async (confirm: unknown): Promise<ActionResult<string[]>> =>
  runAccountAction((ctx, caller) => renewRecoveryCodes(ctx, { ...caller, confirm }))

export const turnOff = async (confirm: unknown): Promise<ActionResult<null>> =>
  runAccountAction(async (ctx, caller) => {
    await endSecondFactor(ctx, { ...caller, confirm })
    revalidatePath(path)
    return null
  })

/** Another password, or a first one; every other browser of the person is signed out. */
export const setPassword = async (input: unknown): Promise<ActionResult<null>> =>
  runAccountAction(async (ctx, caller) => {
    await changePassword(ctx, { ...caller, input })
    revalidatePath(path)
    return null
  })

/** Another provider signs this person in no more, until it is linked again. */
export const unlink = async (provider: unknown): Promise<ActionResult<null>> =>
  runAccountAction(async (ctx, caller) => {
    await unlinkIdentity(ctx, { ...caller, provider })
    revalidatePath(path)
    return null
  })
