'use server'

import { runAction } from '@/app/_server/action'
import { lookAtTeam } from '@/app/_server/chosen-team'
import type { ActionResult } from '@/core/action-result'
import { newTeamSchema } from '@/core/teams/schema'
import { parseValues } from '@/core/validation'
import { createTeam } from '@/services/teams/create-team'

/** Makes a team, and looks at it from now on. */
export const addTeam = async (input: unknown): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    const { id } = await createTeam({ ctx, input: parseValues(newTeamSchema, input) })
    await lookAtTeam(id)
    return null
  })
