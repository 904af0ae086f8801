'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import { parseValues } from '@/core/validation'
import { acknowledgeIncident } from '@/services/incidents/acknowledge-incident'
import { rollBack } from '@/services/incidents/roll-back'
import { rollBackIncident } from '@/services/incidents/roll-back-incident'

const id = z.string().min(1).max(100)

export const acknowledge = async (incidentId: string): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await acknowledgeIncident({ ctx, input: { incidentId: parseValues(id, incidentId) } })
    revalidatePath(`/incidents/${incidentId}`)
    return null
  })

/** Starts the deployment by which the incident's app goes back. */
export const goBack = async (incidentId: string): Promise<ActionResult<{ deploymentId: string }>> =>
  runAction(async (ctx) => {
    const deployment = await rollBackIncident({ ctx, input: { incidentId: parseValues(id, incidentId) } })
    return { deploymentId: deployment.id }
  })

/** The same by the link of an alert. */
export const goBackByLink = async (
  incidentId: string,
  token: string,
): Promise<ActionResult<{ deploymentId: string }>> =>
  runAction(async (ctx) => {
    const input = { incidentId: parseValues(id, incidentId), token: parseValues(z.string().max(500), token) }
    const deployment = await rollBack({ ctx, input })
    return { deploymentId: deployment.id }
  })
