import { TrafficError, type TrafficErrorCode } from '@/core/ports/traffic'
import type { DeploymentView } from '@/services/deployments/deployment-view'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import type { TestEngine } from './engine'

type Call = 'open' | 'ensureProxies'

/** A worker beside the engine's own, whose way to the proxies a test can cut. It runs deployments only when told to. */
export interface CutOffWorker {
  ctx: TestEngine['ctx']
  /** From now on the proxies answer no new line; those that are open go on. `heard` is told of every refusal. */
  cutOff(code: TrafficErrorCode, heard?: (call: Call) => void): void
  /** Called when a deployment makes replicas ready again on the side that serves. */
  onReadyAgain(act: () => void): void
  /** Queues a deployment without telling the engine's own worker. */
  queue(appId: string, what: { image?: string; releaseId?: string }): Promise<DeploymentView>
  /** Runs what is queued for the app. Resolves when nothing is left. */
  run(appId: string, stopping?: AbortSignal): Promise<void>
}

export const createCutOffWorker = (engine: TestEngine): CutOffWorker => {
  const { traffic, jobs } = engine.ctx
  let refuse = (_call: Call): void => undefined
  let readyAgain = (): void => undefined
  const ctx: TestEngine['ctx'] = {
    ...engine.ctx,
    traffic: {
      ...traffic,
      ensureProxies: async (...proxies) => {
        refuse('ensureProxies')
        return traffic.ensureProxies(...proxies)
      },
      open: async (...line) => {
        refuse('open')
        const session = await traffic.open(...line)
        const fill = session.fill.bind(session)
        session.fill = async (side, slots) => {
          if (slots.length > 0 && (await session.routed()).includes(side)) readyAgain()
          await fill(side, slots)
        }
        return session
      },
    },
    // What it leaves to drain is drained by the engine, which reaches the proxies all the while.
    jobs: {
      add: async (name, ...job) => {
        if (name !== 'deploy') await jobs.add(name, ...job)
      },
    },
  }
  return {
    ctx,
    cutOff: (code, heard) => {
      refuse = (call) => {
        heard?.(call)
        throw new TrafficError(code, 'The test has cut the line.')
      }
    },
    onReadyAgain: (act) => {
      readyAgain = act
    },
    queue: (appId, what) => startDeployment({ ctx, input: { appId, trigger: 'api', ...what } }),
    run: (appId, stopping = new AbortController().signal) =>
      runNextDeployment({ ctx, input: { appId, owner: 'cut-off', stopping } }),
  }
}
