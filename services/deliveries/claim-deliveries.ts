import type { InstanceContext } from '@/services/context'

/** A delivery that is this process's to send until then. */
export interface Claim {
  id: string
  claimedUntil: Date
}

/**
 * Takes deliveries that are due, the oldest first, at most what each receiver takes at once: Slack one a second, a mail
 * server five, a webhook forty. None is taken before those that it comes after have arrived or been given up; where
 * one has reached some recipients, the others alone are waited for by what has reached some itself. One process
 * sends to a channel at a time; what a dead one held is free when its time is over.
 */
export const claimDeliveries = async (
  ctx: Pick<InstanceContext, 'instanceDb'>,
  { now, leaseMs, channels }: { now: Date; leaseMs: number; channels: number },
): Promise<Claim[]> => {
  const claimedUntil = new Date(now.getTime() + leaseMs)
  const at = now.toISOString()
  const rows = await ctx.instanceDb.$queryRaw<{ id: string }[]>`
    WITH due AS (
      SELECT d."id", d."channelId" FROM "Delivery" d
      WHERE d."status" = 'pending' AND d."dueAt" <= ${at}::timestamp
        AND (d."claimedUntil" IS NULL OR d."claimedUntil" <= ${at}::timestamp)
        AND NOT EXISTS (
          SELECT 1 FROM "Delivery" earlier
          WHERE earlier."id" = ANY(d."afterIds") AND earlier."id" < d."id" AND earlier."status" = 'pending'
            AND (cardinality(earlier."settled") = 0 OR cardinality(d."settled") > 0))
    ), free AS (
      SELECT c."id", c."type" FROM "Channel" c
      WHERE c."id" IN (SELECT "channelId" FROM due) AND c."enabled" AND c."nextSendAt" <= ${at}::timestamp
      ORDER BY c."nextSendAt" LIMIT ${channels} FOR NO KEY UPDATE OF c SKIP LOCKED
    ), ranked AS (
      SELECT due."id", free."id" AS "channelId", free."type",
        row_number() OVER (PARTITION BY free."id" ORDER BY due."id") AS place
      FROM due JOIN free ON free."id" = due."channelId"
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
