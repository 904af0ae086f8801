import type { Prisma } from '@/prisma/generated/client'

/** A state that begins. */
export interface Begun {
  teamId: string
  monitorId: string
  state: string
  from: Date
}

/** Ends the present period of each of these monitors and begins another; each monitor at most once. */
export const changePeriods = async (tx: Prisma.TransactionClient, begun: readonly Begun[]): Promise<void> => {
  if (begun.length === 0) return
  const ids = begun.map(({ monitorId }) => monitorId)
  const times = begun.map(({ from }) => from.toISOString())
  await tx.$executeRaw`
    DELETE FROM "MonitorPeriod" p USING unnest(${ids}::text[], ${times}::timestamp(3)[]) AS begun("monitorId", "from")
    WHERE p."monitorId" = begun."monitorId" AND p."to" IS NULL AND p."from" >= begun."from"`
  await tx.$executeRaw`
    UPDATE "MonitorPeriod" p SET "to" = begun."from"
    FROM unnest(${ids}::text[], ${times}::timestamp(3)[]) AS begun("monitorId", "from")
    WHERE p."monitorId" = begun."monitorId" AND p."to" IS NULL`
  await tx.monitorPeriod.createMany({ data: [...begun] })
}
