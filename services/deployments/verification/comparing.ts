import { DeploymentStepError } from '@/core/deployments/failures'
import type { CounterReadings } from '@/core/deployments/proof'
import { deploymentChannel } from '@/core/ports/live-events'
import type { SideReading } from '@/core/ports/traffic'
import { errorsAgainst } from '@/core/verification/compare-errors'
import { latencyAgainst } from '@/core/verification/compare-latency'
import type { Comparison } from '@/core/verification/comparison'
import type { History } from '@/core/verification/history'
import { addCounts, noCounts } from '@/core/verification/release-counts'
import { sinceBase } from '@/core/verification/since-base'
import { Ticks } from '@/core/verification/ticks'
import { errorsInWords, latencyInWords, type Names } from '@/core/verification/words'
import { lastLines } from '../container-failure'
import { updateHeld } from '../held'
import { measurementSchema } from '../meter'
import { type HostRun, type Run, releaseOf } from '../run'
import { newReplicas } from '../steps/check-replicas'
import { readHistory } from './read-history'

const tellEveryMs = 1000

/** What a host's proxies have counted by now for the side of the new release, which has these slots there. */
interface CountedThere {
  host: HostRun
  counters: readonly SideReading[]
  slots: ReadonlySet<number>
}

/** Holds the new release's answers against those of the one before, look by look. */
export class Comparing {
  readonly #run: Run
  readonly #base: CounterReadings
  readonly #errorsOf: ReturnType<typeof errorsAgainst>
  readonly #latencyOf: ReturnType<typeof latencyAgainst>
  readonly #names: Names
  readonly #ticks = new Ticks()
  /** By process, the last: one that dies keeps what it has counted. */
  readonly #readings = new Map<string, { host: HostRun; reading: SideReading; slots: ReadonlySet<number> }>()
  #comparison: Comparison
  #toldAt = 0

  private constructor(run: Run, base: CounterReadings, history: History, names: Names) {
    this.#run = run
    this.#base = base
    this.#errorsOf = errorsAgainst(history)
    this.#latencyOf = latencyAgainst(history, run.live.verifySeconds)
    this.#names = names
    this.#comparison = this.#compare()
  }

  /** Null where there is nothing to compare: a first release, one that goes on serving, or settings that are off. */
  static async begin(run: Run): Promise<Comparing | null> {
    const { verification } = run.live
    const { id, previousReleaseId } = run.deployment
    const isNew = run.hosts.every((host) => host.side !== host.previousSide)
    if (!previousReleaseId || !isNew || !(verification.errors || verification.latency)) return null
    const [row, previous] = await Promise.all([
      run.ctx.db.deployment.findUniqueOrThrow({ where: { id }, select: { proofBase: true } }),
      run.ctx.db.release.findUniqueOrThrow({ where: { id: previousReleaseId }, select: { number: true } }),
    ])
    const { base } = measurementSchema.parse(row.proofBase)
    const names = { new: `v${releaseOf(run).number}`, old: `v${previous.number}` }
    return new Comparing(run, base, await readHistory(run, base), names)
  }

  /** Takes what each host's proxies have counted by now. Throws when the new release is worse. */
  async take(counted: readonly CountedThere[]): Promise<void> {
    for (const { counters, ...there } of counted) {
      for (const reading of counters) this.#readings.set(reading.process, { ...there, reading })
    }
    const total = [...this.#readings.values()]
      .map(({ host, reading, slots }) => sinceBase(this.#base, host.side, [reading], slots))
      .reduce(addCounts, noCounts)
    const now = this.#run.ctx.clock.now().getTime()
    this.#ticks.add(now - (this.#run.deployment.liveAt?.getTime() ?? now), total)
    this.#comparison = this.#compare()
    const { errors, latency } = this.#comparison
    if (errors?.verdict === 'worse')
      throw await this.#failure('error_rate_after_shift', errorsInWords(errors, this.#names))
    if (latency?.verdict === 'worse')
      throw await this.#failure('slower_after_shift', latencyInWords(latency, this.#names))
    if (now - this.#toldAt < tellEveryMs) return
    // Stored once at first too, so that a page that is opened meanwhile has its place for it.
    if (this.#toldAt === 0) await this.store()
    this.#tell()
    this.#toldAt = now
  }

  /** Keeps how they compare. That it could not be kept is no reason to end otherwise. */
  async store(): Promise<void> {
    const { ctx, deployment, held } = this.#run
    try {
      await updateHeld(ctx.db, held, { comparison: this.#comparison })
    } catch (error) {
      ctx.log.warn({ error: String(error), deploymentId: deployment.id }, 'a comparison could not be stored')
    }
  }

  #compare(): Comparison {
    const { verification } = this.#run.live
    return {
      errors: verification.errors ? this.#errorsOf(this.#ticks) : null,
      latency: verification.latency ? this.#latencyOf(this.#ticks) : null,
    }
  }

  #tell(): void {
    const { ctx, deployment } = this.#run
    void ctx.live.publish(deploymentChannel(deployment.id), { kind: 'comparison', data: this.#comparison })
  }

  async #failure(code: 'error_rate_after_shift' | 'slower_after_shift', detail: string): Promise<DeploymentStepError> {
    const [logs] = await Promise.all([this.#lastLines().catch(() => []), this.store()])
    return new DeploymentStepError(code, { detail }, { logs })
  }

  async #lastLines(): Promise<string[]> {
    const [host] = this.#run.hosts
    const [replica] = host ? await newReplicas(this.#run, host) : []
    return host && replica ? lastLines(host, replica.containerName) : []
  }
}
