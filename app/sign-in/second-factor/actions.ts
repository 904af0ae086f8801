'use server'

import { runPublicAction } from '@/app/_server/account-action'
import { currentBrowser } from '@/app/_server/session'
import type { ActionResult } from '@/core/action-result'
import { showSecondFactor } from '@/services/sessions/show-second-factor'

/** Completes the sign-in of this browser by a code. */
export const showCode = async (code: unknown): Promise<ActionResult<{ usedRecoveryCode: boolean }>> => {
  const browser = await currentBrowser()
  return runPublicAction((ctx, ip) =>
    showSecondFactor({ ctx, input: { sessionId: browser?.sessionId ?? '', code, ip } }),
  )
}
