'use server'

import { revalidatePath } from 'next/cache'
import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import { quotaSchema } from '@/core/quotas/quota'
import { parseValues } from '@/core/validation'
import { setQuotas } from '@/services/quotas/set-quotas'

/** Says how much the team that is looked at may have. */
export const saveQuotas = async (input: unknown): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await setQuotas({ ctx, input: { ...parseValues(quotaSchema, input), teamId: ctx.actor.teamId } })
    revalidatePath('/settings/limits')
    return null
  })
