import { cache } from 'react'
import { requireContext } from '@/app/_server/session'
import { readDeploymentPage } from '@/services/deployments/read-deployment-page'

/** Read once for the title and the page together. Throws not_found. */
export const readPage = cache(async (deploymentId: string) =>
  readDeploymentPage({ ctx: await requireContext(), input: { deploymentId } }),
)
