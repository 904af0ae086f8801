import { activeStatuses } from '@/core/deployments/state'
import type { InstanceContext } from '@/services/context'

const deploying = ['queued', ...activeStatuses]

/**
 * Makes monitors due whose app is being deployed and whose next slot was chosen before that. Looked for again and again
 * instead of told by whoever queues a deployment: so it also holds after a death, and costs no deployment a lock. What is
 * being stored just now is left for the next time.
 */
export const hastenDeploying = async ({ instanceDb, clock }: InstanceContext): Promise<void> => {
  const now = clock.now()
  await instanceDb.$executeRaw`
    UPDATE "MonitorWatch" SET "dueAt" = ${now} WHERE "monitorId" IN (
      SELECT w."monitorId" FROM "Deployment" d
      JOIN "Monitor" m ON m."appId" = d."appId"
      JOIN "MonitorWatch" w ON w."monitorId" = m."id"
      WHERE d."status" = ANY(${deploying}::"DeploymentStatus"[]) AND m."enabled"
        AND (w."claimedUntil" IS NULL OR w."claimedUntil" < ${now})
        AND w."dueAt" > ${now}::timestamp(3) + m."deployIntervalSeconds" * interval '1 second'
      FOR UPDATE OF w SKIP LOCKED
    )`
}
