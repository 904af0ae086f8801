import { withinReach } from '@/core/access/reach'
import type { Context } from '@/services/context'

/** The apps of the team that the actor sees and that have fewer healthy replicas than intended. */
export const troubledAppIds = async (ctx: Context): Promise<string[]> => {
  // Comparing counts needs SQL of our own, which the team's client does not take: hence the team in the query.
  const rows = await ctx.instanceDb.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM "App" a
    WHERE a."teamId" = ${ctx.actor.teamId} AND a."deletedAt" IS NULL AND a."currentReleaseId" IS NOT NULL
      AND (SELECT count(*) FROM "Replica" r LEFT JOIN "ReplicaReading" s ON s."replicaId" = r.id
          WHERE r."appId" = a.id AND r.state = 'ready' AND s.health IS DISTINCT FROM 'down')
        < (a."liveSettings" ->> 'replicas')::int * (SELECT count(*) FROM "AppHost" h WHERE h."appId" = a.id)`
  return withinReach(
    ctx.actor,
    rows.map((row) => row.id),
  )
}
