'use server'

import { revalidatePath } from 'next/cache'
import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import { statusPageSchema } from '@/core/status-pages/schema'
import { parseValues } from '@/core/validation'
import { saveStatusPage } from '@/services/status-pages/save-status-page'

export const savePage = async (input: unknown): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await saveStatusPage({ ctx, input: parseValues(statusPageSchema, input) })
    revalidatePath('/settings/status-page')
    return null
  })
