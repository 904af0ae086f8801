import { DeploymentStepError } from '@/core/deployments/failures'
import { checkInWords } from '@/core/health/check-outcome'
import type { SlotHealth } from '@/core/ports/traffic'
import type { Replica } from '@/prisma/generated/client'
import { containerFailure, hasEndedIn, lastLines, outOfMemory } from '../container-failure'
import { type HostRun, onEveryHost, type Run, releaseOf } from '../run'
import { Comparing } from '../verification/comparing'
import { watchMemoryKills } from '../verification/memory-kills'
import { newReplicas, ofReplicas } from './check-replicas'
import { storeTraffic } from './shift-traffic'

const lookEveryMs = 250
/** A container that ends shows in its checks at once; that the engine is asked as well is for one that is back by then. */
const inspectEveryMs = 1000

/**
 * A proxy that was just restarted has forgotten them, is told again and has to check them first. Nobody is hurt
 * meanwhile: the other replicas take the requests, and where there is none, the old release.
 */
const doubtMs = 1500

/** A worker that takes over saw nothing of what was before: it watches for this long at least, or the whole if that is less. */
const leastWatchedSeconds = 10

/** What was seen of a host's new replicas so far. */
interface Watched {
  replicas: readonly Replica[]
  /** By replica: when its container was started. One that was made ready again may have been restarted long ago. */
  startedAt: Map<string, string | null>
  inspectedAt: number
  /** Since when every look has shown a failing check; null when the last one has not. */
  failingSince: number | null
  /** Containers in which a process was killed for want of memory, by name. */
  memoryKills: ReadonlySet<string>
}

/**
 * Watches the new release for `verifySeconds` after it went live, then makes it what a restarted proxy serves. Throws
 * when a check fails, a container ends, or its answers are worse than those of the release before; the recipe then goes
 * back to the old replicas, which still run.
 */
export const verifyRelease = async (run: Run): Promise<string> => {
  const { clock } = run.ctx
  const { verifySeconds } = run.live
  const now = clock.now().getTime()
  const until = Math.max(
    (run.deployment.liveAt?.getTime() ?? now) + verifySeconds * 1000,
    now + Math.min(verifySeconds, leastWatchedSeconds) * 1000,
  )
  const watched = new Map<string, Watched>()
  const over = new AbortController()
  const memoryKills = watchMemoryKills(run, over.signal)
  try {
    const comparing = await Comparing.begin(run)
    for (;;) {
      const seen = await onEveryHost(run, (host) => look(run, host, watched, memoryKills))
      await comparing?.take(seen)
      const left = until - clock.now().getTime()
      const isDoubtful = [...watched.values()].some((host) => host.failingSince !== null)
      if (left <= 0 && !isDoubtful) break
      await clock.wait(left > 0 ? Math.min(lookEveryMs, left) : lookEveryMs, run.signal)
    }
    await comparing?.store()
  } finally {
    over.abort()
  }
  await onEveryHost(run, (host) => host.session.backUp(host.side, []))
  await onEveryHost(run, (host) => storeTraffic(run, host))
  return `healthy for ${verifySeconds} s`
}

const look = async (run: Run, host: HostRun, all: Map<string, Watched>, memoryKills: ReadonlySet<string>) => {
  const known = all.get(host.host.id)
  const replicas = known?.replicas ?? (await newReplicas(run, host))
  const watched = known ?? { replicas, startedAt: new Map(), inspectedAt: 0, failingSince: null, memoryKills }
  all.set(host.host.id, watched)
  for (const replica of replicas) await assertMemorySufficed(run, host, replica, watched)
  const now = run.ctx.clock.now().getTime()
  if (now - watched.inspectedAt >= inspectEveryMs) {
    watched.inspectedAt = now
    for (const replica of replicas) await assertNotRestarted(run, host, replica, watched)
  }
  const { health, counters } = await host.session.watch(host.side)
  await assertHealthy(run, host, watched, ofReplicas(health, replicas))
  return { host, counters, slots: new Set(replicas.map((replica) => replica.slot)) }
}

const assertHealthy = async (run: Run, host: HostRun, watched: Watched, healths: readonly SlotHealth[]) => {
  const bad = healths.findIndex((health) => health.status !== 'up')
  const replica = watched.replicas[bad]
  const health = healths[bad]
  const now = run.ctx.clock.now().getTime()
  watched.failingSince = replica && health ? (watched.failingSince ?? now) : null
  if (!replica || !health || watched.failingSince === null) return
  // The engine may have started it again already: that it ended says more than that its checks fail.
  await assertNotRestarted(run, host, replica, watched)
  if (now - watched.failingSince < doubtMs) return
  throw new DeploymentStepError(
    'unhealthy_after_shift',
    { path: releaseOf(run).settings.healthCheck.path, detail: checkInWords(health) },
    { logs: await lastLines(host, replica.containerName) },
  )
}

const assertNotRestarted = async (run: Run, host: HostRun, replica: Replica, watched: Watched): Promise<void> => {
  const { startedAt } = watched
  const state = await host.engine.inspect(replica.containerName)
  const first = startedAt.get(replica.id)
  // A worker that takes over did not see it running before.
  const isFirst = first === undefined && !hasEndedIn(run, state)
  if (state?.status === 'running' && (isFirst || first === state.startedAt)) {
    startedAt.set(replica.id, state.startedAt)
    return
  }
  await assertMemorySufficed(run, host, replica, watched)
  throw await containerFailure(host, replica, releaseOf(run).settings, state, 'restarted_after_shift')
}

/** One process of several may have been killed, and the container goes on without it. */
const assertMemorySufficed = async (run: Run, host: HostRun, replica: Replica, watched: Watched): Promise<void> => {
  if (!watched.memoryKills.has(replica.containerName)) return
  throw await outOfMemory(host, replica, releaseOf(run).settings)
}
