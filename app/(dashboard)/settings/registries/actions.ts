'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import { registrySchema } from '@/core/registries/schema'
import { parseValues } from '@/core/validation'
import { createRegistry } from '@/services/registries/create-registry'
import { deleteRegistry } from '@/services/registries/delete-registry'

export const addRegistry = async (input: unknown): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await createRegistry({ ctx, input: parseValues(registrySchema, input) })
    revalidatePath('/settings/registries')
    return null
  })

export const removeRegistry = async (registryId: string): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await deleteRegistry({ ctx, input: { registryId: parseValues(z.string().max(100), registryId) } })
    revalidatePath('/settings/registries')
    return null
  })
