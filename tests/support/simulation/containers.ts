import { randomUUID } from 'node:crypto'
import {
  type ContainerEngine,
  type ContainerSpec,
  type ContainerState,
  EngineError,
  type OwnershipLabels,
} from '@/core/ports/containers'
import { noEngine } from '../service-context'

/** What an image does; the part of its name before the colon. */
type Nature = 'good' | 'slow' | 'unhealthy' | 'crashing'
const natures: readonly Nature[] = ['slow', 'unhealthy', 'crashing']

/** So many checks find one that is slow still booting. */
const checksToBoot = 12

interface Simulated {
  spec: ContainerSpec
  status: ContainerState['status']
  restarts: number
  startedAt: string | null
  isKept: boolean
  nature: Nature
  /** Since it was started. */
  checks: number
}

const natureOf = (image: string): Nature => natures.find((nature) => image.startsWith(nature)) ?? 'good'

/** A Docker engine in memory: containers that run, end, are restarted by their policy and answer their checks or not. */
export class SimulatedEngine {
  readonly containers = new Map<string, Simulated>()
  readonly #tags = new Map<string, string>()
  /** So many of the next calls find nobody there. */
  awayFor = 0
  readonly id = randomUUID()
  /** One that is to run once is made only when this has resolved. */
  making: Promise<void> = Promise.resolve()
  /** … and ends well when this has. */
  ending: Promise<void> = Promise.resolve()
  /** Names of containers in the order in which they were started. */
  readonly started: string[] = []
  #starts = 0

  /** True when something answers the checks at `host:port`. */
  answers(address: string): boolean {
    const [host] = address.split(':')
    const one = [...this.containers.values()].find((each) => each.spec.network.address === host)
    if (one?.status !== 'running') return false
    one.checks += 1
    return one.nature === 'good' || (one.nature === 'slow' && one.checks > checksToBoot)
  }

  /** Its process ends by itself; the engine starts it again where it was told to. */
  end(name: string): void {
    const one = this.containers.get(name)
    if (one?.status !== 'running') return
    if (one.isKept) {
      one.restarts += 1
      Object.assign(one, { startedAt: this.#stamp(), checks: 0 })
    } else one.status = 'exited'
  }

  readonly port: ContainerEngine = {
    ...noEngine,
    info: this.#asked(() => ({
      id: this.id,
      session: this.id,
      engineVersion: '1',
      operatingSystem: 'simulated',
      cpus: 2,
      memoryBytes: 2 ** 40,
      ownContainers: this.containers.size,
    })),
    findImage: this.#asked((reference: string) => {
      const image = this.#tags.get(reference) ?? (reference.startsWith('gapless-') ? null : reference)
      return image === null ? null : { id: image, digests: [], sizeBytes: 1 }
    }),
    tag: this.#asked((imageId: string, tag: string) => void this.#tags.set(tag, imageId)),
    untag: this.#asked((tag: string) => void this.#tags.delete(tag)),
    ensureNetwork: this.#asked(() => ({
      name: 'team',
      subnet: '10.0.0.0/16',
      staticFirst: '10.0.0.2',
      staticLast: '10.0.255.254',
    })),
    run: this.#asked((spec: ContainerSpec) => this.#run(spec)),
    runOnce: this.#asked(async (spec: ContainerSpec, mayStart: () => Promise<void>) => {
      await this.making
      const known = this.#state(spec.name) ?? this.#create(spec)
      if (known.startedAt !== null) return known
      await mayStart()
      return this.#run(spec)
    }),
    waitForExit: async () => {
      await this.ending
      return 0
    },
    keepRunning: this.#asked((name: string) => {
      const one = this.containers.get(name)
      if (!one) throw new EngineError('engine_error', `the container ${name} is gone`)
      one.isKept = true
    }),
    inspect: this.#asked((name: string) => this.#state(name)),
    list: this.#asked((labels: Partial<OwnershipLabels>) =>
      [...this.containers.keys()]
        .flatMap((name) => this.#state(name) ?? [])
        .filter((state) => Object.entries(labels).every(([name, value]) => state.labels[name] === value)),
    ),
    summaries: this.#asked(() =>
      [...this.containers].map(([name, { spec, status }]) => ({
        name,
        labels: { ...spec.labels },
        status,
        createdAt: '2026-01-01T00:00:00.000Z',
      })),
    ),
    stop: this.#asked((name: string) => {
      const one = this.containers.get(name)
      if (one) Object.assign(one, { status: 'exited', isKept: false })
    }),
    remove: this.#asked((name: string) => void this.containers.delete(name)),
    logs: this.#asked(() => []),
    followLogs: async function* () {},
    watch: async function* () {},
  }

  #asked<Args extends unknown[], Result>(
    answer: (...args: Args) => Result | Promise<Result>,
  ): (...args: Args) => Promise<Result> {
    return async (...args) => {
      if (this.awayFor > 0) {
        this.awayFor -= 1
        throw new EngineError('host_unreachable', 'nobody is there')
      }
      return answer(...args)
    }
  }

  #stamp(): string {
    this.#starts += 1
    return new Date(this.#starts).toISOString()
  }

  #create(spec: ContainerSpec): ContainerState {
    const nature = natureOf(this.#tags.get(spec.image) ?? spec.image)
    const fresh = { spec, status: 'created', restarts: 0, startedAt: null, isKept: false, nature, checks: 0 } as const
    this.containers.set(spec.name, { ...fresh })
    return this.#known(spec.name)
  }

  #run(spec: ContainerSpec): ContainerState {
    const { status } = this.#state(spec.name) ?? this.#create(spec)
    const one = this.containers.get(spec.name)
    if (one && status !== 'running') {
      const starts = one.nature === 'crashing' ? ('exited' as const) : ('running' as const)
      Object.assign(one, { status: starts, startedAt: this.#stamp(), checks: 0 })
      this.started.push(spec.name)
    }
    return this.#known(spec.name)
  }

  #known(name: string): ContainerState {
    const state = this.#state(name)
    if (!state) throw new Error('it was just made')
    return state
  }

  #state(name: string): ContainerState | null {
    const one = this.containers.get(name)
    if (!one) return null
    return {
      id: name,
      name,
      labels: { ...one.spec.labels },
      imageId: one.spec.image,
      status: one.status,
      restarts: one.restarts,
      exitCode: one.status === 'exited' ? 1 : null,
      outOfMemory: false,
      startedAt: one.startedAt,
      finishedAt: null,
      address: one.spec.network.address ?? null,
      network: one.spec.network.name,
    }
  }
}
