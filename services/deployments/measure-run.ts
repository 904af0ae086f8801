import type { TrafficEvent } from '@/core/events/deployment-events'
import { updateHeld } from './held'
import { Meter } from './meter'
import { type HostRun, onEveryHost, type Run, releaseOf } from './run'

/** Begins, or goes on, to measure what the deployment does to users. */
export const measureRun = (run: Run): Promise<Meter> =>
  Meter.start({
    ctx: run.ctx,
    deploymentId: run.deployment.id,
    keep: (proofBase) => updateHeld(run.ctx.db, run.held, { proofBase }),
    sessions: () => run.hosts.map((host) => host.session),
    probe: {
      address: run.hosts[0]?.host.publicAddress ?? '127.0.0.1',
      domain: run.app.domains[0]?.name ?? null,
      path: releaseOf(run).settings.healthCheck.path,
    },
    onTraffic: (event) => run.journal.traffic(event),
    picture: () => trafficPicture(run),
  })

type Picture = Pick<TrafficEvent, 'oldInFlight' | 'newInFlight' | 'routed'>

const trafficPicture = async (run: Run): Promise<Picture> => {
  const replicas = await run.ctx.db.replica.findMany({
    where: { appId: run.app.id, state: { in: ['starting', 'ready', 'draining'] } },
    select: { hostId: true, side: true, slot: true, deploymentId: true },
  })
  const onHost = async (host: HostRun, isNew: boolean): Promise<number> => {
    const mine = replicas.filter((r) => r.hostId === host.host.id && (r.deploymentId === run.deployment.id) === isNew)
    const counts = (['a', 'b'] as const).map((side) => {
      const slots = mine.filter((replica) => replica.side === side).map((replica) => replica.slot)
      return slots.length === 0 ? 0 : host.session.inFlight(side, slots)
    })
    return sum(await Promise.all(counts))
  }
  const inFlight = async (isNew: boolean): Promise<number> => sum(await onEveryHost(run, (host) => onHost(host, isNew)))
  const [oldInFlight, newInFlight] = await Promise.all([inFlight(false), inFlight(true)])
  const routed = run.deployment.liveAt ? 'new' : run.deployment.previousReleaseId ? 'old' : 'none'
  return { oldInFlight, newInFlight, routed }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
