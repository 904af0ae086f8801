import { NamedError } from '../named-error'
import type { HostTarget } from './host-target'

/** What we write on everything we create in Docker (fixed by the API contract). */
export interface OwnershipLabels {
  'gapless.instance': string
  'gapless.role': 'app' | 'proxy' | 'task'
  /** Whose it is; what it leaves behind is nobody else's to use. */
  'gapless.team'?: string
  'gapless.app'?: string
  'gapless.release'?: string
  'gapless.deployment'?: string
  'gapless.replica'?: string
}

export interface RegistryLogin {
  host: string
  username: string
  password: string
}

export interface EngineInfo {
  /** As the engine calls itself, by whatever way it is reached. Machines that were cloned may share it. */
  id: string
  /** Named anew whenever the engine starts, so that clones can be told apart; null where the engine has no such thing. */
  session: string | null
  engineVersion: string
  operatingSystem: string
  cpus: number
  memoryBytes: number
  /** Containers of this instance, running ones. */
  ownContainers: number
}

export interface LocalImage {
  /** `sha256:…` of the image's configuration. */
  id: string
  /** Repository digests, `name@sha256:…`; empty for an image that was built here and never pushed. */
  digests: string[]
  sizeBytes: number
}

/** A container as a list shows it. */
export interface ContainerSummary {
  name: string
  labels: Record<string, string>
  status: ContainerState['status']
  /** ISO 8601. */
  createdAt: string
}

/** Progress of a pull, a line a person can read, with bytes where the registry tells them. */
export interface PullProgress {
  message: string
  currentBytes: number
  totalBytes: number
}

export interface ContainerSpec {
  name: string
  labels: OwnershipLabels
  /** Image id or our own tag, never a mutable tag of the user's. */
  image: string
  env: Record<string, string>
  command?: readonly string[]
  network: { name: string; address?: string }
  mounts: readonly {
    volume: string
    path: string
    /** Whether its app has used it before; only then may it be one that has no team's label. */
    hadBefore: boolean
  }[]
  cpus?: number
  memoryBytes?: number
  /** Docker's own stop timeout, used when the engine itself shuts down. */
  stopGraceSeconds: number
}

export interface ContainerState {
  id: string
  name: string
  labels: Record<string, string>
  imageId: string
  status: 'created' | 'running' | 'restarting' | 'paused' | 'exited' | 'dead' | 'removing'
  /** How often the engine has restarted it. */
  restarts: number
  exitCode: number | null
  outOfMemory: boolean
  startedAt: string | null
  finishedAt: string | null
  address: string | null
  network: string | null
}

export interface ContainerLogLine {
  at: string
  stream: 'stdout' | 'stderr'
  line: string
}

export interface TeamNetwork {
  name: string
  subnet: string
  /** First and last address that we hand out ourselves; dynamic ones come from outside this range. */
  staticFirst: string
  staticLast: string
}

/** What a container has used up to now. */
export interface ContainerUsage {
  /** Processor time since it started; two readings make a percentage. */
  cpuNanos: number
  /** Without the cache of files, which the kernel gives back. */
  memoryBytes: number
  memoryLimitBytes: number
}

/**
 * One Docker engine. Every method may throw {@link EngineError}. What does not carry the instance's label is treated
 * as absent: it is never stopped, changed or removed.
 */
export interface ContainerEngine {
  info(): Promise<EngineInfo>
  /** The image under this reference (a name with a tag or digest, or a whole id) if the engine has it. */
  findImage(reference: string): Promise<LocalImage | null>
  /**
   * Asks the registry which digest the reference has now, through the engine.
   * Throws image_not_found, registry_unreachable (also after `timeoutMs`) or registry_denied.
   */
  askRegistry(reference: string, login: RegistryLogin | null, timeoutMs: number): Promise<string>
  /** Pulls `name@sha256:…` (or a tag) and returns it. Throws as askRegistry, and no_disk_space. */
  pull(
    reference: string,
    login: RegistryLogin | null,
    onProgress: (progress: PullProgress) => void,
    signal?: AbortSignal,
  ): Promise<LocalImage>
  /** Tags under `gapless-<instance>/…`; any other name is refused. */
  tag(imageId: string, tag: string): Promise<void>
  /** Removes one of our own tags; absent is fine. */
  untag(tag: string): Promise<void>
  /** One bridge network per team, made if absent, subnet free of overlaps. `teamKey` is part of its name. */
  ensureNetwork(teamKey: string): Promise<TeamNetwork>
  /**
   * Creates and starts; finds a container of that name with our labels and starts it if it does not run. Throws not_ours
   * where the container, or a volume, is another instance's or another team's.
   */
  run(spec: ContainerSpec): Promise<ContainerState>
  /**
   * The same for what must not run twice: one that has run already, or may have, is left as it is. `mayStart` throws if it
   * may not be started any more; it is asked when the container is there, for whoever makes it may have stood still.
   */
  runOnce(spec: ContainerSpec, mayStart: () => Promise<void>): Promise<ContainerState>
  /** From now on the engine restarts it when it ends and after a reboot. */
  keepRunning(name: string): Promise<void>
  inspect(name: string): Promise<ContainerState | null>
  /** Containers of this instance whose labels include all of these, stopped ones too. */
  list(labels: Partial<OwnershipLabels>): Promise<ContainerState[]>
  /** Every container of this instance, stopped ones too, in one call. */
  summaries(): Promise<ContainerSummary[]>
  /** SIGTERM, up to `graceSeconds`, SIGKILL. Stays stopped. Absent is fine. */
  stop(name: string, graceSeconds: number): Promise<void>
  /** Removes it with its anonymous volumes, running or not. Absent is fine. */
  remove(name: string): Promise<void>
  /** Resolves with the exit code once the container has stopped. */
  waitForExit(name: string, signal?: AbortSignal): Promise<number>
  /** The last `tail` lines. */
  logs(name: string, tail: number): Promise<ContainerLogLine[]>
  /** The last `tail` lines and then each new one until the container ends or the signal aborts. */
  followLogs(name: string, tail: number, signal: AbortSignal): AsyncIterable<ContainerLogLine>
  usage(name: string): Promise<ContainerUsage>
  /** What images, containers and volumes take on the engine's disk. Slow where there are many images. */
  diskBytes(): Promise<number>
  /** `die`, `oom` and `start` of this instance's containers as they happen, until the signal aborts. */
  watch(signal: AbortSignal): AsyncIterable<{ name: string; event: 'die' | 'oom' | 'start' }>
  /** Removes a named volume of ours; absent is fine. */
  removeVolume(name: string): Promise<void>
  /** Removes the team's network if nothing uses it. */
  removeNetwork(teamKey: string): Promise<void>
}

export interface Containers {
  /** The engine behind the endpoint. Connects lazily: a dead host shows at the first call. */
  engine(host: HostTarget): ContainerEngine
}

export type EngineErrorCode =
  | 'host_unreachable'
  | 'host_refused'
  /** Its name leads where only the operator may have a host. */
  | 'address_refused'
  | 'image_not_found'
  | 'registry_unreachable'
  | 'registry_denied'
  | 'no_disk_space'
  | 'not_enough_memory'
  | 'not_ours'
  | 'address_in_use'
  | 'no_free_subnet'
  | 'engine_error'

/** What an engine could not do. `message` is the engine's own words, cleaned of credentials. */
export class EngineError extends NamedError {
  protected static override readonly knownAs = 'EngineError'
  readonly code: EngineErrorCode

  constructor(code: EngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EngineError'
    this.code = code
  }
}
