'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import { maintenanceWindowSchema } from '@/core/maintenance/schema'
import { parseValues } from '@/core/validation'
import { createMaintenanceWindow } from '@/services/maintenance/create-window'
import { deleteMaintenanceWindow } from '@/services/maintenance/delete-window'

export const addWindow = async (input: unknown): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await createMaintenanceWindow({ ctx, input: parseValues(maintenanceWindowSchema, input) })
    revalidatePath('/monitors', 'layout')
    return null
  })

export const removeWindow = async (windowId: string): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await deleteMaintenanceWindow({ ctx, input: { windowId: parseValues(z.string().max(100), windowId) } })
    revalidatePath('/monitors', 'layout')
    return null
  })
