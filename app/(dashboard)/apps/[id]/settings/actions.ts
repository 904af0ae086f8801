'use server'

import { z } from 'zod'
import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import { parseValues } from '@/core/validation'
import { deleteApp } from '@/services/apps/delete-app'
import { updateApp } from '@/services/apps/update-app'

const saveSchema = z.strictObject({
  appId: z.string().min(1).max(100),
  patch: z.record(z.string(), z.unknown()),
})

/** Changes the app. Domains and live settings apply at once, the rest with the next deployment. */
export const saveSettings = async (input: unknown): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await updateApp({ ctx, input: parseValues(saveSchema, input) })
    return null
  })

export const removeApp = async (appId: string): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await deleteApp({ ctx, input: { appId: parseValues(z.string().max(100), appId) } })
    return null
  })
