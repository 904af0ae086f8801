import { DeploymentStepError } from '@/core/deployments/failures'
import { freeSlots, nextFreeAddress } from '@/core/hosts/addresses'
import type { Replica } from '@/prisma/generated/client'
import { sideSettingsSchema } from '@/services/hosts/desired-traffic'
import { updateHeld } from './held'
import { type ReadyHost, type Run, releaseOf } from './run'

/**
 * The replicas of this deployment on one host, as rows: those `kept` (an earlier worker had planned them, or they are
 * of a still draining deployment of the same release and are made ready again), and `planned` ones for the rest, each
 * with its address and slot.
 */
export const allocateReplicas = async (
  run: Run,
  host: ReadyHost,
): Promise<{ kept: readonly Replica[]; planned: readonly Replica[] }> => {
  const wanted = run.live.replicas
  const mine = await ownReplicas(run, host)
  const kept = mine.length < wanted ? [...mine, ...(await takeBackDraining(run, host, wanted - mine.length))] : mine
  const missing = wanted - kept.length
  return { kept, planned: missing > 0 ? await planNew(run, host, missing, kept.length) : [] }
}

const ownReplicas = (run: Run, host: ReadyHost): Promise<Replica[]> =>
  run.ctx.db.replica.findMany({
    where: { deploymentId: run.deployment.id, hostId: host.host.id, state: { in: ['starting', 'ready'] } },
    orderBy: { number: 'asc' },
  })

/**
 * Replicas of this release that still drain on the side that does not serve only need traffic again; those that serve
 * are kept where this deployment goes back to them.
 */
const takeBackDraining = async (run: Run, host: ReadyHost, most: number): Promise<Replica[]> => {
  const draining = await run.ctx.db.replica.findMany({
    where: {
      appId: run.app.id,
      hostId: host.host.id,
      releaseId: releaseOf(run).id,
      state: host.side === host.previousSide ? { in: ['draining', 'ready'] } : 'draining',
      side: host.side,
    },
    orderBy: { number: 'asc' },
    take: most,
  })
  const taken: Replica[] = []
  for (const replica of draining) {
    if (await takeBack(run, replica)) taken.push({ ...replica, state: 'starting', deploymentId: run.deployment.id })
  }
  return taken
}

/**
 * Its connections go on meanwhile. Should this deployment be taken back before it has moved users here, they have until
 * the time that they were given before, which is kept as the deployment's own.
 */
const takeBack = (run: Run, replica: Replica): Promise<boolean> =>
  run.ctx.db.$transaction(async (tx) => {
    const { drainDeadline } = await updateHeld(tx, run.held)
    // Conditional: the drain job may be ending it at this moment, and only one of us gets it.
    const { count } = await tx.replica.updateMany({
      where: { id: replica.id, state: replica.state },
      data: { state: 'starting', deploymentId: run.deployment.id, drainingFor: null },
    })
    if (count === 0) return false
    const before = replica.drainingFor
      ? await tx.deployment.findUnique({ where: { id: replica.drainingFor }, select: { drainDeadline: true } })
      : null
    if (before?.drainDeadline && (!drainDeadline || before.drainDeadline > drainDeadline)) {
      await updateHeld(tx, run.held, { drainDeadline: before.drainDeadline })
    }
    return true
  })

const planNew = async (run: Run, host: ReadyHost, count: number, firstNumber: number): Promise<Replica[]> => {
  const giveUpAt = run.ctx.clock.now().getTime() + (run.live.drainSeconds + run.live.stopGraceSeconds) * 1000
  for (;;) {
    const planned = await tryPlan(run, host, count, firstNumber)
    if (planned) return planned
    if (run.ctx.clock.now().getTime() > giveUpAt)
      throw new DeploymentStepError('no_free_slot', { host: host.host.name })
    await run.ctx.clock.wait(250, run.signal)
  }
}

const tryPlan = (run: Run, host: ReadyHost, count: number, firstNumber: number): Promise<Replica[] | null> =>
  run.ctx.instanceDb.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Host" WHERE "id" = ${host.host.id} FOR UPDATE`
    await updateHeld(tx, run.held)
    const side = host.side
    const others = await tx.replica.findMany({
      where: { hostId: host.host.id, state: { not: 'gone' } },
      select: { appId: true, side: true, slot: true, address: true },
    })
    const declared = sideSettingsSchema.parse(side === 'a' ? host.place.sideA : host.place.sideB)
    const taken = new Set(others.filter((row) => row.appId === run.app.id && row.side === side).map((row) => row.slot))
    const slots = freeSlots(declared.slots, taken, count)
    if (!slots) return null
    const release = releaseOf(run)
    const addresses = new Set(others.map((row) => row.address))
    const newest = await tx.replica.findFirst({
      where: { hostId: host.host.id, teamId: run.app.teamId },
      orderBy: { createdAt: 'desc' },
      select: { address: true },
    })
    let last = newest?.address ?? null
    const rows: Replica[] = []
    for (const [index, slot] of slots.entries()) {
      const address = nextFreeAddress(
        { first: host.network.staticFirst, last: host.network.staticLast },
        addresses,
        last,
      )
      if (address === null) throw new DeploymentStepError('no_free_address', { host: host.host.name })
      addresses.add(address)
      last = address
      const number = firstNumber + index + 1
      rows.push(
        await tx.replica.create({
          data: {
            teamId: run.app.teamId,
            appId: run.app.id,
            hostId: host.host.id,
            releaseId: release.id,
            deploymentId: run.deployment.id,
            number,
            containerName: containerName(run, host, number),
            side,
            slot,
            address,
            port: release.settings.port,
            checkPath: release.settings.healthCheck.path,
            checkHost: run.app.domains[0]?.name ?? 'localhost',
          },
        }),
      )
    }
    return rows
  })

/**
 * Deterministic: whoever takes over finds what an earlier worker made. The dot is in no app's and no host's name, so that
 * no two names put together are ever the same; neither are those of two hosts that two teams have named alike.
 */
const containerName = (run: Run, host: ReadyHost, number: number): string => {
  const base = `gapless-${run.ctx.instance.id}-${run.app.slug}-v${releaseOf(run).number}-d${run.deployment.number}-${number}`
  if (run.places.length === 1) return base
  const namesakes = run.places.filter((place) => place.host.name === host.host.name)
  return `${base}.${namesakes.length > 1 ? host.host.id : host.host.name}`
}
