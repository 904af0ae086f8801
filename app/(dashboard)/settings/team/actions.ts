'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import { teamSchema } from '@/core/teams/schema'
import { parseValues } from '@/core/validation'
import { deleteTeam } from '@/services/teams/delete-team'
import { leaveTeam } from '@/services/teams/leave-team'
import { updateTeam } from '@/services/teams/update-team'

export const saveTeam = async (input: unknown): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await updateTeam({ ctx, input: parseValues(teamSchema, input) })
    // Its name stands in the frame of every page.
    revalidatePath('/', 'layout')
    return null
  })

export const leave = async (): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await leaveTeam({ ctx, input: {} })
    return null
  })

export const removeTeam = async (name: string): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await deleteTeam({ ctx, input: { confirm: parseValues(z.string(), name) } })
    return null
  })
