'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import { hookSchema } from '@/core/hooks/schema'
import { parseValues } from '@/core/validation'
import { deleteApp } from '@/services/apps/delete-app'
import { updateApp } from '@/services/apps/update-app'
import { createHook } from '@/services/hooks/create-hook'
import { deleteHook } from '@/services/hooks/delete-hook'

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

const idSchema = z.string().min(1).max(100)

/** Makes a deploy hook; its secret is in this answer and never again. */
export const addHook = async (
  appId: string,
  input: unknown,
): Promise<ActionResult<{ name: string; url: string; secret: string }>> =>
  runAction(async (ctx) => {
    const given = { ...parseValues(hookSchema, input), appId: parseValues(idSchema, appId) }
    const { name, url, secret } = await createHook({ ctx, input: given })
    revalidatePath('/apps/[id]/settings', 'page')
    return { name, url, secret }
  })

export const removeHook = async (hookId: string): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await deleteHook({ ctx, input: { hookId: parseValues(idSchema, hookId) } })
    revalidatePath('/apps/[id]/settings', 'page')
    return null
  })
