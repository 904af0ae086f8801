import type { InstanceContext } from '@/services/context'

/** A delivery that is this process's to send until then. */
export interface Claim {
  id: string
  claimedUntil: Date
}

/**
 * Takes deliveries that are due, the oldest first, at most what each receiver takes at once: Slack one a second, a mail
 * server five, a webhook forty. One process sends to a channel at a time; what a dead one held is free when its time is
 * over.
 */
export const claimDeliveries = async (
  ctx: Pick<InstanceContext, 'instanceDb'>,
  { now, leaseMs, channels }: { now: Date; leaseMs: number; channels: number },
): Promise<Claim[]> => {
  const claimedUntil = new Date(now.getTime() + leaseMs)
  const at = now.toISOString()
  const rows = await ctx.instanceDb.$queryRaw<{ id: string }[]>`
    WITH waiting AS (
      SELECT DISTINCT "channelId" FROM "Delivery"
      WHERE "status" = 'pending' AND "dueAt" <= ${at}::timestamp
        AND ("claimedUntil" IS NULL OR "claimedUntil" <= ${at}::timestamp)
    ), free AS (
      SELECT c."id", c."type" FROM "Channel" c JOIN waiting w ON w."channelId" = c."id"
      WHERE c."enabled" AND c."nextSendAt" <= ${at}::timestamp
      ORDER BY c."nextSendAt" LIMIT ${channels} FOR NO KEY UPDATE OF c SKIP LOCKED
    ), ranked AS (
      SELECT d."id", free."id" AS "channelId", free."type",
        row_number() OVER (PARTITION BY free."id" ORDER BY d."id") AS place
      FROM "Delivery" d JOIN free ON free."id" = d."channelId"
      WHERE d."status" = 'pending' AND d."dueAt" <= ${at}::timestamp
        AND (d."claimedUntil" IS NULL OR d."claimedUntil" <= ${at}::timestamp)
    ), chosen AS (
      SELECT "id", "channelId" FROM ranked
      WHERE place <= CASE "type" WHEN 'slack' THEN 1 WHEN 'email' THEN 5 ELSE 40 END
    ), paced AS (
      UPDATE "Channel" SET "nextSendAt" = ${at}::timestamp + interval '1 second'
      WHERE "id" IN (SELECT "channelId" FROM chosen)
    )
    UPDATE "Delivery" d SET "claimedUntil" = ${claimedUntil.toISOString()}::timestamp
    FROM chosen WHERE d."id" = chosen."id" AND d."status" = 'pending'
      AND (d."claimedUntil" IS NULL OR d."claimedUntil" <= ${at}::timestamp)
    RETURNING d."id"`
  return rows.map(({ id }) => ({ id, claimedUntil })).sort((one, other) => (one.id < other.id ? -1 : 1))
}
