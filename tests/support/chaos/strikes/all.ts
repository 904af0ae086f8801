import { now } from '../now'
import type { FaultName } from '../plan'
import { engineStrike } from './engine'
import { cancel, queueNewer, redeployPrevious, redeployWhileDraining } from './people'
import { flushRedis, killProcesses, restartPostgres } from './platform'
import { killBothProxies, killOneProxy } from './proxies'
import { killReplica, watchCrashes } from './replicas'
import { type Strike, struck } from './strike'
import { killWorker, stopWorkerForLong } from './workers'

export const strikes: Record<FaultName, Strike> = {
  'worker killed': killWorker,
  'worker killed beside another': killWorker,
  'worker stopped for long': stopWorkerForLong,
  'web and worker killed': killProcesses('web', 'worker'),
  'Redis flushed': flushRedis,
  'Redis killed': killProcesses('redis'),
  'Postgres killed': killProcesses('postgres'),
  'Postgres restarted': restartPostgres,
  'one proxy killed': killOneProxy,
  'both proxies killed': killBothProxies,
  'engine restarted': engineStrike('SIGTERM'),
  'engine killed': engineStrike('SIGKILL'),
  none: async () => struck(now()),
  'old replica killed': killReplica('old'),
  'new replica killed': killReplica('new'),
  cancelled: cancel,
  'previous redeployed while verifying': redeployPrevious,
  'previous redeployed while draining': redeployWhileDraining,
  'newer ones queued': queueNewer,
  'never healthy': async () => struck(now()),
  'crashes after the shift': watchCrashes,
}

const either = ['succeeded', 'failed', 'rolled_back'] as const

/** As what a deployment with this fault may end. */
export const mayEndAs: Record<FaultName, readonly string[]> = {
  ...{ none: ['succeeded'], 'old replica killed': ['succeeded'], 'new replica killed': either },
  ...{ cancelled: ['cancelled', 'succeeded'], 'newer ones queued': ['succeeded'], 'never healthy': ['failed'] },
  // Asked for late it finds the deployment ended.
  'previous redeployed while verifying': ['cancelled', 'succeeded'],
  'previous redeployed while draining': ['succeeded'],
  'crashes after the shift': ['failed', 'rolled_back'],
  ...{ 'worker killed': either, 'worker killed beside another': either, 'worker stopped for long': either },
  ...{ 'web and worker killed': either, 'Redis flushed': either, 'Redis killed': either },
  ...{ 'Postgres killed': either, 'Postgres restarted': either },
  ...{ 'one proxy killed': either, 'both proxies killed': either },
  ...{ 'engine restarted': either, 'engine killed': either },
}

/** What a release of this fault is broken by. */
export const brokenBy = (fault: FaultName): string | null =>
  fault === 'never healthy' ? 'never-healthy' : fault === 'crashes after the shift' ? 'dies-after:2' : null
