import { type LiveSettings, liveSettingsSchema, type RunSettings, runSettingsSchema } from '@/core/apps/schema'
import { DeploymentStepError } from '@/core/deployments/failures'
import { type ContainerEngine, EngineError, type TeamNetwork } from '@/core/ports/containers'
import type { HostTarget } from '@/core/ports/host-target'
import { type Side, TrafficError, type TrafficSession } from '@/core/ports/traffic'
import type {
  App,
  AppHost,
  Deployment,
  DeploymentStep,
  Domain,
  Host,
  Release,
  Replica,
} from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { isEngineTaken } from '@/services/hosts/engine-taken'
import { hostTarget } from '@/services/hosts/host-target'
import type { AppLease } from '@/services/leases/app-lease'
import type { Held } from './held'
import type { Impatience } from './impatience'
import type { Journal } from './journal'
import { runsPreDeploy } from './runs-pre-deploy'

/** One of the app's hosts, and the way to its engine. */
export interface LocatedHost {
  place: AppHost
  host: Host
  target: HostTarget
  engine: ContainerEngine
}

/** … with the side that the deployment uses there. */
export interface PlacedHost extends LocatedHost {
  /** Where this deployment's replicas go. */
  side: Side
  /** What served when it began; the same as `side` where it goes back to replicas that still serve. */
  previousSide: Side | null
}

/** … whose engine has answered: containers can be started there. */
export interface ReadyHost extends PlacedHost {
  network: TeamNetwork
}

/** One whose proxies have answered: traffic can be moved there. */
export interface RoutedHost extends PlacedHost {
  /** Open from `preparing` on; one for the whole deployment. */
  session: TrafficSession
}

/** … and containers can be started there too. */
export interface HostRun extends ReadyHost, RoutedHost {}

/** A host's replicas; the containers of some are on their way. */
export interface BegunReplicas {
  replicas: readonly Replica[]
  /** By the replica's id; each fails with what became of its container. */
  starting: ReadonlyMap<string, Promise<void>>
}

/** A deployment under way: what the steps read and fill. What must survive a crash is in the database, not here. */
export interface Run {
  ctx: Context
  lease: AppLease
  held: Held
  /** Aborts when the lease is lost, when someone cancels, or when the worker shuts down. */
  signal: AbortSignal
  journal: Journal
  deployment: Deployment
  app: App & { domains: Domain[] }
  live: LiveSettings
  hosts: HostRun[]
  /** What has begun on a host, by its id, while its proxies were still being reached. */
  begun: Map<string, Promise<BegunReplicas>>
  /** Where the app is placed, as rows. */
  places: (AppHost & { host: Host })[]
  release: Release | null
  /** Steps that an earlier worker finished. */
  doneSteps: ReadonlySet<string>
  impatience: Impatience
  /** Hosts that did not answer on the way back, by name. */
  unanswered: Set<string>
  /** Whether a pre-deploy command of its release is to be run. */
  runsPreDeploy: boolean
}

/** The release once `preparing` has written it. */
export const releaseOf = (run: Run): Release & { settings: RunSettings } => {
  if (!run.release) throw new Error('the release is written in preparing')
  return { ...run.release, settings: runSettingsSchema.parse(run.release.runSettings) }
}

/** Loads what the deployment is about; sessions are opened by `preparing`. */
export const loadRun = async (
  ctx: Context,
  deploymentId: string,
): Promise<
  Pick<Run, 'deployment' | 'app' | 'live' | 'release' | 'places' | 'runsPreDeploy'> & { steps: DeploymentStep[] }
> => {
  const deployment = await ctx.db.deployment.findUniqueOrThrow({
    where: { id: deploymentId },
    include: {
      release: true,
      steps: true,
      app: {
        include: {
          domains: { orderBy: { position: 'asc' } },
          // Always the same one first: that is where a pre-deploy command runs, and is looked for.
          hosts: { include: { host: true }, orderBy: { id: 'asc' } },
        },
      },
    },
  })
  const { app, release, steps, ...row } = deployment
  const { hosts, ...appRow } = app
  return {
    deployment: row,
    app: appRow,
    live: liveSettingsSchema.parse(app.liveSettings),
    release,
    places: hosts,
    steps,
    runsPreDeploy: await runsPreDeploy(ctx, row, app),
  }
}

export const engineOf = (
  ctx: Pick<Context, 'instance' | 'vault' | 'containers'>,
  host: Host,
): { target: HostTarget; engine: ContainerEngine } => {
  const target = hostTarget(host, ctx.instance.id, ctx.vault)
  return { target, engine: ctx.containers.engine(target) }
}

/** Turns what an adapter throws into the deployment's own failure; anything else passes through. */
export const asStepError = (error: unknown, hostName: string, image: string): unknown => {
  if (error instanceof TrafficError && error.code !== 'fenced') {
    const code = error.code === 'engine_taken' ? 'engine_taken' : 'proxy_unavailable'
    return new DeploymentStepError(code, { host: hostName, detail: error.message }, { cause: error })
  }
  if (isEngineTaken(error)) {
    return new DeploymentStepError('engine_taken', { host: hostName, detail: error.message }, { cause: error })
  }
  if (!(error instanceof EngineError)) return error
  const facts = { host: hostName, image, detail: error.message }
  switch (error.code) {
    case 'image_not_found':
    case 'registry_unreachable':
    case 'registry_denied':
    case 'no_disk_space':
    case 'not_enough_memory':
    case 'host_unreachable':
      return new DeploymentStepError(error.code, facts, { cause: error })
    case 'host_refused':
      return new DeploymentStepError('host_unreachable', facts, { cause: error })
    case 'no_free_subnet':
      return new DeploymentStepError('no_free_address', facts, { cause: error })
    case 'not_ours':
    case 'address_refused':
    case 'address_in_use':
    case 'engine_error':
      return new DeploymentStepError('engine_error', facts, { cause: error })
  }
}

/** Does the same on every host at once; a failure carries the host's name. */
export const onEveryHost = async <Result>(run: Run, act: (host: HostRun) => Promise<Result>): Promise<Result[]> =>
  Promise.all(
    run.hosts.map((host) =>
      act(host).catch((error: unknown) => {
        throw asStepError(error, host.host.name, run.release?.image ?? run.deployment.requestedImage ?? '')
      }),
    ),
  )
