'use server'

import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import { appSchema } from '@/core/apps/schema'
import { parseValues } from '@/core/validation'
import { createApp } from '@/services/apps/create-app'
import { startDeployment } from '@/services/deployments/start-deployment'

/** Adds the app and starts its first deployment. */
export const createAndDeploy = async (input: unknown): Promise<ActionResult<{ appId: string; deploymentId: string }>> =>
  runAction(async (ctx) => {
    const app = await createApp({ ctx, input: parseValues(appSchema, input) })
    const deployment = await startDeployment({ ctx, input: { appId: app.id, trigger: 'dashboard' } })
    return { appId: app.id, deploymentId: deployment.id }
  })
