'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import { parseValues } from '@/core/validation'
import { revokeSession } from '@/services/sessions/revoke-session'

/** Signs one of the person's other browsers out. */
export const endSession = async (sessionId: string): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await revokeSession({ ctx, input: { sessionId: parseValues(z.string().max(100), sessionId) } })
    revalidatePath('/settings/account')
    return null
  })
