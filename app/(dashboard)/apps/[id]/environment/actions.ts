'use server'

import { z } from 'zod'
import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import { parseValues } from '@/core/validation'
import { updateApp } from '@/services/apps/update-app'

const saveEnvSchema = z.strictObject({
  appId: z.string().min(1).max(100),
  patch: z.strictObject({ env: z.record(z.string(), z.string().nullable()), secretEnv: z.array(z.string()) }),
})

/** Changes the app's env; what is not named stays as it is. Applies with the next deployment. */
export const saveEnv = async (input: unknown): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await updateApp({ ctx, input: parseValues(saveEnvSchema, input) })
    return null
  })
