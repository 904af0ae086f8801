import { updateHeld } from './held'
import { type Measurement, Meter } from './meter'
import { closeSessions, sidesOf } from './open-hosts'
import { engineOf, type RoutedHost, type Run } from './run'
import { shiftBack, storeTraffic } from './steps/shift-traffic'
import { withinReach } from './within-reach'

/**
 * Sends traffic back to where it was, where it may have moved, and takes the last readings. A host that cannot be
 * reached is left to the reconciler, which finds in the database what should be; nothing ends there before.
 */
export const goBack = async (run: Run, moved: boolean, meter: Meter | null): Promise<Measurement | null> => {
  const isTouched = moved || run.deployment.proofBase !== null
  const opened = run.hosts.length === 0 && isTouched ? await reachHosts(run) : []
  const hosts: readonly RoutedHost[] = run.hosts.length > 0 ? run.hosts : opened
  try {
    if (moved) {
      await restoreSides(run)
      await Promise.all(hosts.map((host) => withinReach(run, [host.host.name], () => shiftBack(host, run.ctx.clock))))
    } else {
      await Promise.all(hosts.map((host) => withinReach(run, [host.host.name], () => leaveSide(host))))
    }
    const measurement = isTouched ? await lastReadings(run, hosts, meter) : null
    if (moved) await Promise.all(hosts.map((host) => withinReach(run, [host.host.name], () => storeTraffic(run, host))))
    return measurement
  } finally {
    await closeSessions(opened.map((host) => host.session))
  }
}

/** A side that nobody is sent to needs no standby. */
const leaveSide = async ({ session, side, previousSide }: RoutedHost): Promise<void> => {
  if (side !== previousSide) await session.backUp(side, [])
}

/** What should be, before it is: whoever looks at the proxies from now on leads them there. */
const restoreSides = async (run: Run): Promise<void> => {
  const sides = sidesOf(run.deployment.sides)
  await run.ctx.db.$transaction(async (tx) => {
    await updateHeld(tx, run.held)
    for (const place of run.places) {
      const decided = sides[place.hostId]
      if (decided) await tx.appHost.update({ where: { id: place.id }, data: { activeSide: decided.previousSide } })
    }
  })
}

/** For a worker that took over only to go back: the lines to the proxies, and nothing else. */
const reachHosts = async (run: Run): Promise<RoutedHost[]> => {
  const sides = sidesOf(run.deployment.sides)
  const reached = await Promise.allSettled(
    run.places.map(async ({ host, ...place }): Promise<RoutedHost | null> => {
      const decided = sides[host.id]
      const { proxyKey } = place
      if (!decided || proxyKey === null) return null
      const at = engineOf(run.ctx, host)
      const opening = run.ctx.traffic.open(at.target, proxyKey, run.held.fencing)
      const session = await withinReach(run, [host.name], () => opening)
      // One that opens after all has nobody to use it.
      if (session === null) void opening.then((late) => late.close()).catch(() => undefined)
      return session && { place, host, ...at, ...decided, session }
    }),
  )
  const hosts = reached.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : []))
  const failed = reached.find((one) => one.status === 'rejected')
  if (failed) {
    await closeSessions(hosts.map((host) => host.session))
    throw failed.reason
  }
  return hosts
}

const lastReadings = async (
  run: Run,
  hosts: readonly RoutedHost[],
  meter: Meter | null,
): Promise<Measurement | null> => {
  const names = hosts.map((host) => host.host.name)
  const sessions = () => hosts.map((host) => host.session)
  return withinReach(run, names, async () => {
    if (meter) return meter.stop()
    if (run.deployment.proofBase === null || hosts.length === 0) return null
    const probe = { address: '', domain: null, path: '/' }
    const keep = (proofBase: Measurement) => updateHeld(run.ctx.db, run.held, { proofBase })
    return (await Meter.start({ ctx: run.ctx, deploymentId: run.deployment.id, keep, sessions, probe })).stop()
  })
}
