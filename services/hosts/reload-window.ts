import { trafficStatuses } from '@/core/deployments/state'
import type { Prisma } from '@/prisma/generated/client'
import type { Context } from '@/services/context'

/**
 * Proxies are reloaded only while no app on the host is between starting and the end of draining (an old proxy worker
 * takes no more commands and would send its idle clients to the old release). Whoever wants to reload says so on the
 * host's row; from then on others hold off starting, so that the wait ends. Those that have started go on, also under
 * another worker.
 */
type Tx = Prisma.TransactionClient

const lockHost = (tx: Tx, hostId: string) => tx.$queryRaw`SELECT 1 FROM "Host" WHERE "id" = ${hostId} FOR UPDATE`

/** The deployment that others have to wait for, if it still runs. */
const waitingReloader = async (tx: Tx, hostId: string, ownId: string): Promise<string | null> => {
  const host = await tx.host.findUniqueOrThrow({ where: { id: hostId } })
  if (!host.reloadWantedBy || host.reloadWantedBy === ownId) return null
  const other = await tx.deployment.findFirst({
    where: { id: host.reloadWantedBy, finishedAt: null, status: { not: 'queued' } },
    select: { id: true },
  })
  return other?.id ?? null
}

/** What still drains on another host of its app is no concern of this one: that host may be away for long. */
const busyOthers = async (tx: Tx, hostId: string, ownId: string): Promise<number> => {
  const running = await tx.deployment.count({
    where: { id: { not: ownId }, app: { hosts: { some: { hostId } } }, status: { in: [...trafficStatuses] } },
  })
  const draining = await tx.replica.count({ where: { hostId, state: { in: ['draining', 'stopping'] } } })
  return running + draining
}

/** Runs `enter` (which marks the deployment as starting) on all hosts at once, as soon as nobody waits to reload one. */
export const enterTrafficPhase = async (
  ctx: Context,
  call: { hostIds: readonly string[]; deploymentId: string; signal: AbortSignal; enter: (tx: Tx) => Promise<void> },
): Promise<void> => {
  for (;;) {
    const entered = await ctx.instanceDb.$transaction(async (tx) => {
      for (const hostId of [...call.hostIds].sort()) {
        await lockHost(tx, hostId)
        if (await waitingReloader(tx, hostId, call.deploymentId)) return false
      }
      await call.enter(tx)
      return true
    })
    if (entered) return
    await ctx.clock.wait(200, call.signal)
  }
}

interface Reload {
  hostId: string
  deploymentId: string
  reload: () => Promise<void>
}

const want = (tx: Tx, ctx: Context, { hostId, deploymentId }: Reload) =>
  tx.host.update({ where: { id: hostId }, data: { reloadWantedBy: deploymentId, reloadWantedAt: ctx.clock.now() } })

const wantNoMore = (ctx: Context, { hostId, deploymentId }: Reload) =>
  ctx.instanceDb.host.updateMany({
    where: { id: hostId, reloadWantedBy: deploymentId },
    data: { reloadWantedBy: null, reloadWantedAt: null },
  })

/** Runs `reload` while it is allowed on the host. Throws what the signal aborts with, or `reload` throws. */
export const inReloadWindow = async (ctx: Context, call: Reload & { signal: AbortSignal }): Promise<void> => {
  const { hostId, deploymentId } = call
  const free = () =>
    ctx.instanceDb.$transaction(async (tx) => {
      await lockHost(tx, hostId)
      if (await waitingReloader(tx, hostId, deploymentId)) return false
      await want(tx, ctx, call)
      return (await busyOthers(tx, hostId, deploymentId)) === 0
    })
  try {
    while (!(await free())) await ctx.clock.wait(200, call.signal)
    await call.reload()
  } finally {
    await wantNoMore(ctx, call)
  }
}

/**
 * Runs `reload` if it is allowed on the host right now, and else not at all: for a deployment that others wait for.
 * Whoever waits to reload meanwhile does so again afterwards.
 */
export const reloadIfFree = async (ctx: Context, call: Reload): Promise<void> => {
  const { hostId, deploymentId } = call
  const isFree = await ctx.instanceDb.$transaction(async (tx) => {
    await lockHost(tx, hostId)
    if ((await busyOthers(tx, hostId, deploymentId)) > 0) return false
    await want(tx, ctx, call)
    return true
  })
  if (!isFree) return
  try {
    await call.reload()
  } finally {
    await wantNoMore(ctx, call)
  }
}
