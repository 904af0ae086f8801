import { setTimeout as wait } from 'node:timers/promises'
import type { Loss } from '../attribution'
import { pidOfContainer } from '../containers'
import { now } from '../now'
import { firstDeath, killFamily } from '../processes'
import { type Strike, struck, type Target } from './strike'

const endsWithinMs = 60_000
const lookEveryMs = 50

const containersOf = ({ instance, app, deploymentId }: Target, which: 'old' | 'new'): Promise<string[]> =>
  instance.truth.ask(async (database) => {
    const states = which === 'old' ? ['ready' as const] : ['starting' as const, 'ready' as const]
    const replicas = await database.replica.findMany({
      where: {
        appId: app.id,
        state: { in: states },
        deploymentId: which === 'new' ? deploymentId : { not: deploymentId },
      },
    })
    return replicas.map((replica) => replica.containerName)
  })

/** Kills the process in one of the app's containers; Docker's own kill would switch its restart policy off. */
export const killReplica =
  (which: 'old' | 'new'): Strike =>
  async (target) => {
    const { instance, app, dice } = target
    for (const container of dice.shuffled(await containersOf(target, which))) {
      const pid = await pidOfContainer(instance, container)
      if (pid === null) continue
      const { from, until } = await killFamily(pid)
      return struck(from, { losses: [{ cause: 'replica', app: app.name, from, until }] })
    }
    return struck(now())
  }

/** Notes when each container of the new release dies of its own, until the deployment has ended and drained. */
export const watchCrashes: Strike = async (target) => {
  const { instance, app, deploymentId, done } = target
  done()
  const at = now()
  const losses: Loss[] = []
  const over = new AbortController()
  const watching = new Map<number, Promise<void>>()
  const watch = async (pid: number): Promise<void> => {
    const from = await firstDeath([pid], over.signal)
    if (from !== null) losses.push({ cause: 'replica', app: app.name, from, until: now() })
  }
  const isOver = instance.truth.until(deploymentId, endsWithinMs, (row) => row.drainState === 'done')
  void isOver.finally(() => over.abort())
  while (!over.signal.aborted) {
    for (const container of await containersOf(target, 'new')) {
      const pid = await pidOfContainer(instance, container)
      if (pid !== null && !watching.has(pid)) watching.set(pid, watch(pid))
    }
    await wait(lookEveryMs)
  }
  await Promise.all(watching.values())
  return struck(at, { losses })
}
