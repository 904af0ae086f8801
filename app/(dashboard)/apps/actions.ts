'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import { startDeploymentSchema } from '@/core/deployments/schema'
import { parseValues } from '@/core/validation'
import { cancelDeployment as cancel } from '@/services/deployments/cancel-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { planRedeploy, type RedeployPlan } from '@/services/releases/plan-redeploy'

const id = z.string().min(1).max(100)

/** Deploys the app as it is set now. */
export const startApp = async (appId: string): Promise<ActionResult<{ deploymentId: string }>> =>
  runAction(async (ctx) => {
    const deployment = await startDeployment({ ctx, input: { appId: parseValues(id, appId), trigger: 'dashboard' } })
    return { deploymentId: deployment.id }
  })

/** Makes an earlier release live again. */
export const redeploy = async (input: {
  appId: string
  releaseId: string
  reason?: string
}): Promise<ActionResult<{ deploymentId: string }>> =>
  runAction(async (ctx) => {
    const { appId, ...rest } = input
    const body = parseValues(startDeploymentSchema, rest)
    const deployment = await startDeployment({
      ctx,
      input: { appId: parseValues(id, appId), ...body, trigger: 'dashboard' },
    })
    return { deploymentId: deployment.id }
  })

/** What pressing Redeploy would do, for the question before it. */
export const readRedeployPlan = async (releaseId: string): Promise<ActionResult<RedeployPlan>> =>
  runAction((ctx) => planRedeploy({ ctx, input: { releaseId: parseValues(id, releaseId) } }))

export const cancelDeployment = async (deploymentId: string): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await cancel({ ctx, input: { deploymentId: parseValues(id, deploymentId) } })
    revalidatePath(`/deployments/${deploymentId}`)
    return null
  })
