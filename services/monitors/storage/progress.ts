import { floorTo, rollupLevels } from '@/core/monitors/rollup'
import type { RollupSeconds } from '@/core/monitors/storage'
import type { DatabaseOrTransaction, InstanceContext } from '@/services/context'

/** How far each level has got: what begins before is rolled up. */
export const readProgress = async (db: DatabaseOrTransaction): Promise<Map<RollupSeconds, Date>> => {
  const rows = await db.monitorRollupProgress.findMany()
  const known = new Map(rows.map(({ seconds, until }) => [seconds, until]))
  return new Map(
    rollupLevels.flatMap(({ seconds }) => {
      const until = known.get(seconds)
      return until ? [[seconds, until] as const] : []
    }),
  )
}

/** Where nothing was rolled up yet it begins with the first check. */
export const beginProgress = async ({
  instanceDb,
  clock,
}: Pick<InstanceContext, 'instanceDb' | 'clock'>): Promise<void> => {
  if ((await readProgress(instanceDb)).size === rollupLevels.length) return
  const first = await instanceDb.monitorCheck.aggregate({ _min: { at: true } })
  const since = (first._min.at ?? clock.now()).getTime()
  await instanceDb.monitorRollupProgress.createMany({
    data: rollupLevels.map(({ seconds }) => ({ seconds, until: new Date(floorTo(seconds, since)) })),
    skipDuplicates: true,
  })
}
