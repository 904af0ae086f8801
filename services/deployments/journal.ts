import type { ActiveStatus } from '@/core/deployments/state'
import type { LogEvent, TrafficEvent } from '@/core/events/deployment-events'
import { storable } from '@/core/format/storable'
import { deploymentChannel, teamChannel } from '@/core/ports/live-events'
import type { Deployment, Prisma } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { stepView } from './deployment-view'
import { type Held, updateHeld } from './held'
import { writeStatusEvent } from './status-event'

const maxLineLength = 4000
const maxLinesPerDeployment = 20_000

interface EndedStep {
  step: ActiveStatus
  status: 'done' | 'failed'
  message: string | null
  finishedAt: Date
}

/**
 * The deployment's written trace. Steps are written before and after their effect; log lines are gathered and stored
 * in batches. All writes go through one queue, so that event ids grow in the order of what happened.
 */
export class Journal {
  readonly #ctx: Context
  readonly #teamId: string
  readonly #held: Held
  #queue: Promise<unknown> = Promise.resolve()
  #lines: LogEvent[] = []
  #lineCount = 0
  #ended: EndedStep | null = null
  #position: number

  constructor(ctx: Context, held: Held, options: { teamId: string; stepsSoFar: number }) {
    this.#ctx = ctx
    this.#held = held
    this.#teamId = options.teamId
    this.#position = options.stepsSoFar
  }

  get #deploymentId(): string {
    return this.#held.id
  }

  /**
   * Marks the step as begun, in one write with `data` about the deployment, and returns its row; a step that an earlier
   * worker had begun keeps its start. Throws LeaseLostError, as every other write, once the deployment is someone else's.
   */
  async begin(
    status: ActiveStatus,
    { tx, data = {} }: { tx?: Prisma.TransactionClient; data?: Prisma.DeploymentUncheckedUpdateManyInput } = {},
  ): Promise<Deployment> {
    this.#flush()
    const now = this.#ctx.clock.now()
    const ended = this.#takeEnded()
    const write = async (db: Prisma.TransactionClient): Promise<Deployment> => {
      const deployment = await updateHeld(db, this.#held, { ...data, status })
      await this.#writeEnded(db, ended)
      const step = await db.deploymentStep.upsert({
        where: { deploymentId_name: { deploymentId: this.#deploymentId, name: status } },
        create: {
          teamId: this.#teamId,
          deploymentId: this.#deploymentId,
          position: this.#position++,
          name: status,
          status: 'running',
          startedAt: now,
        },
        update: { status: 'running', finishedAt: null },
      })
      await writeStatusEvent(db, deployment)
      await this.#event(db, 'step', stepView(step))
      return deployment
    }
    const deployment = await this.#enqueue(() => (tx ? write(tx) : this.#ctx.db.$transaction(write)))
    // Inside a caller's transaction nobody can read it yet: the caller announces after its commit.
    if (!tx) await this.announce()
    return deployment
  }

  /**
   * Marks a step as ended. Written together with the beginning of the next one: between the two nothing happens, and a
   * worker that dies there only makes sure of the step once more.
   */
  end(step: ActiveStatus, status: 'done' | 'failed', message: string | null): void {
    this.#ended = { step, status, message, finishedAt: this.#ctx.clock.now() }
  }

  /** Writes what `end` has noted, where no other step follows. */
  async writeEnd(): Promise<void> {
    this.#flush()
    const ended = this.#takeEnded()
    if (!ended) return
    const write = async (tx: Prisma.TransactionClient): Promise<void> => {
      await updateHeld(tx, this.#held)
      await this.#writeEnded(tx, ended)
    }
    await this.#enqueue(() => this.#ctx.db.$transaction(write))
    await this.announce()
  }

  #takeEnded(): EndedStep | null {
    const ended = this.#ended
    this.#ended = null
    return ended
  }

  async #writeEnded(tx: Prisma.TransactionClient, ended: EndedStep | null): Promise<void> {
    if (!ended) return
    const { step, ...data } = ended
    const row = await tx.deploymentStep.update({
      where: { deploymentId_name: { deploymentId: this.#deploymentId, name: step } },
      data,
    })
    await this.#event(tx, 'step', stepView(row))
  }

  /** Ends whatever step is still running; for a deployment that stops in the middle of it. */
  async endRunning(status: 'done' | 'failed', message: string | null): Promise<void> {
    await this.writeEnd()
    const running = await this.#ctx.db.deploymentStep.findMany({
      where: { deploymentId: this.#deploymentId, status: 'running' },
    })
    for (const step of running) {
      this.end(step.name as ActiveStatus, status, message)
      await this.writeEnd()
    }
  }

  /** A line of a container, or of the platform where `replica` is null. Stored with the next batch. */
  line(replica: number | null, stream: LogEvent['stream'], line: string, at?: string): void {
    if (this.#lineCount >= maxLinesPerDeployment) return
    this.#lineCount += 1
    this.#lines.push({
      at: at ?? this.#ctx.clock.now().toISOString(),
      replica,
      stream,
      line: storable(line, maxLineLength),
    })
    if (this.#lines.length === 1) {
      void this.#ctx.clock.wait(100).then(() => {
        this.#flush()
      })
    } else if (this.#lines.length >= 500) {
      this.#flush()
    }
  }

  say(line: string): void {
    this.line(null, 'platform', line)
  }

  traffic(event: TrafficEvent): void {
    void this.#ctx.live.publish(deploymentChannel(this.#deploymentId), { kind: 'traffic', data: event })
  }

  /** Resolves when everything said so far is stored. */
  async settle(): Promise<void> {
    this.#flush()
    await this.#queue
  }

  /** Tells open pages that there is something new to read. */
  async announce(): Promise<void> {
    await this.#ctx.live.publish(deploymentChannel(this.#deploymentId), { kind: 'stored' })
    await this.#ctx.live.publish(teamChannel(this.#teamId), {
      kind: 'deployment',
      appId: this.#held.appId,
      deploymentId: this.#deploymentId,
    })
  }

  #flush(): void {
    const lines = this.#lines
    if (lines.length === 0) return
    this.#lines = []
    void this.#enqueue(async () => {
      await this.#ctx.db.deploymentEvent.createMany({
        data: lines.map((data) => ({ teamId: this.#teamId, deploymentId: this.#deploymentId, type: 'log', data })),
      })
      await this.#ctx.live.publish(deploymentChannel(this.#deploymentId), { kind: 'stored' })
    }).catch((error: unknown) => {
      this.#ctx.log.error({ error: String(error), deploymentId: this.#deploymentId }, 'log lines could not be stored')
    })
  }

  async #event(tx: Prisma.TransactionClient, type: 'step', data: Prisma.InputJsonObject): Promise<void> {
    await tx.deploymentEvent.create({ data: { teamId: this.#teamId, deploymentId: this.#deploymentId, type, data } })
  }

  #enqueue<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(work)
    this.#queue = result.catch(() => undefined)
    return result
  }
}
