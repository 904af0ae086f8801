import type { InstanceContext } from '@/services/context'
import type { Claim } from './claim-due'

/** Long enough that what waits for a slow target is not claimed over and over. */
const restMs = 5000

/** Gives up claims that would wait too long here: others may take them in a moment. */
export const putBack = async (
  { instanceDb, clock }: Pick<InstanceContext, 'instanceDb' | 'clock'>,
  claims: readonly Claim[],
): Promise<void> => {
  if (claims.length === 0) return
  const until = new Date(clock.now().getTime() + restMs)
  await instanceDb.$executeRaw`
    UPDATE "MonitorWatch" w SET "claimedUntil" = ${until}
    FROM unnest(${claims.map(({ monitorId }) => monitorId)}::text[], ${claims.map(({ sequence }) => sequence)}::int[])
      AS given("monitorId", "sequence")
    WHERE w."monitorId" = given."monitorId" AND w."sequence" = given."sequence"`
}
