'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import { tokenSchema } from '@/core/tokens/schema'
import { parseValues } from '@/core/validation'
import { createToken } from '@/services/tokens/create-token'
import { deleteToken } from '@/services/tokens/delete-token'

/** Makes a token; its secret is in this answer and never again. */
export const addToken = async (input: unknown): Promise<ActionResult<{ name: string; token: string }>> =>
  runAction(async (ctx) => {
    const { name, token } = await createToken({ ctx, input: parseValues(tokenSchema, input) })
    revalidatePath('/settings/tokens')
    return { name, token }
  })

export const removeToken = async (tokenId: string): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await deleteToken({ ctx, input: { tokenId: parseValues(z.string().max(100), tokenId) } })
    revalidatePath('/settings/tokens')
    return null
  })
