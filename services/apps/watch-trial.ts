import type { AppDefinition } from '@/core/apps/schema'
import { checkInWords } from '@/core/health/check-outcome'
import type { ContainerEngine, ContainerState } from '@/core/ports/containers'
import type { SlotHealth, TrafficSession } from '@/core/ports/traffic'
import type { Context } from '@/services/context'
import { hasEnded } from '@/services/deployments/container-failure'

/** One outcome of the health check: `status` is the proxy's name of it (L7OK, L7STS, L4CON …). */
export interface TrialCheck {
  at: string
  status: string
  httpStatus: number | null
  message: string
}

/** The slot and side that trials use; a deployment on this key would begin with the other side. */
export const trialSide = 'b'
export const trialSlot = 8

const longestSeconds = 60
const pollMs = 50
const inspectEveryMs = 250

interface Watched {
  app: AppDefinition
  session: TrafficSession
  engine: ContainerEngine
  state: ContainerState
  /** Each change of the outcome is added here. */
  checks: TrialCheck[]
  signal?: AbortSignal
}

/** Lets the proxies check the container until it is healthy (true), or has ended or used up its time (false). */
export const watchTrial = async (ctx: Context, watched: Watched): Promise<boolean> => {
  const { app, session, engine, state, checks } = watched
  const now = () => ctx.clock.now()
  const add = (status: string, httpStatus: number | null, message: string): void => {
    const last = checks.at(-1)
    if (last?.status === status && last.httpStatus === httpStatus && last.message === message) return
    checks.push({ at: now().toISOString(), status, httpStatus, message })
  }
  if (state.address === null) return ended(state, add)
  await session.arm(trialSide, [trialSlot])
  await session.fill(trialSide, [
    {
      slot: trialSlot,
      address: state.address,
      port: app.port,
      checkPath: app.healthCheck.path,
      checkHost: app.domains[0] ?? 'localhost',
    },
  ])
  const seconds = Math.min(app.healthCheck.deadlineSeconds, longestSeconds)
  const deadline = now().getTime() + seconds * 1000
  let inspectedAt = now().getTime()
  for (;;) {
    const health = (await session.health(trialSide)).find((one) => one.slot === trialSlot)
    if (health && hasOutcome(health)) add(health.check, health.httpStatus, inWords(health))
    if (health?.status === 'up') return true
    if (now().getTime() - inspectedAt >= inspectEveryMs) {
      inspectedAt = now().getTime()
      const latest = await engine.inspect(state.name)
      if (hasEnded(latest)) return ended(latest, add)
    }
    if (now().getTime() > deadline) {
      add('deadline', null, `It was not healthy within ${seconds} s.`)
      return false
    }
    await ctx.clock.wait(pollMs, watched.signal)
  }
}

/** While a check is under way the proxy shows the name of the last one's outcome, without the answer that it had. */
const hasOutcome = ({ check, httpStatus }: SlotHealth): boolean =>
  check !== '' && !(httpStatus === null && /^L7(OK|STS)/.test(check))

const inWords = (health: SlotHealth): string =>
  health.status === 'up'
    ? `Healthy: the check answered ${health.httpStatus ?? 200}.`
    : `Not healthy: ${checkInWords(health)}.`

const ended = (
  state: ContainerState | null,
  add: (status: string, httpStatus: null, message: string) => void,
): false => {
  const why = state?.outOfMemory ? 'because memory ran out' : `with exit code ${state?.exitCode ?? 'unknown'}`
  add('container_exited', null, `The container ended ${why}.`)
  return false
}
