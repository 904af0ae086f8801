import { setTimeout as wait } from 'node:timers/promises'
import { isEnd } from '@/core/deployments/state'
import { type RunningLoad, startLoad } from '../load'
import { environmentOf } from '../platform-state'
import { attribute } from './attribute'
import { findUnequal } from './equality'
import { type Struck, strikes } from './faults'
import type { ChaosInstance } from './instance'
import type { PrivateEngine } from './private-engine'

/** An app under test. */
export interface ChaosApp {
  id: string
  domain: string
}

/** What became of one deployment and of those who used the apps meanwhile. */
export interface Played {
  number: number
  fault: string
  /** Where it was when the fault struck. */
  step: string
  status: string
  /** From the fault to its end. */
  endedAfterMs: number
  /** From its end until Docker and proxies were what the database says; null when they were not in time. */
  equalAfterMs: number | null
  unequal: string[]
  requests: number
  ours: { what: string; beganAt: number }[]
  apart: number
  engineAwayMs: number | null
}

/** The reconciler looks once a minute. */
const equalWithinMs = 90_000
const endsWithinMs = 120_000

/** Adds an app with two replicas and deploys it once. */
export const addChaosApp = async (instance: ChaosInstance, name: string): Promise<ChaosApp> => {
  const image = environmentOf(instance.place, 'web').GAPLESS_SAMPLE_IMAGE
  const domain = `${name}.localhost`
  const app = await instance.call('POST', '/apps', {
    name,
    image,
    port: 3000,
    domains: [domain],
    replicas: 2,
    verifySeconds: 2,
    drainSeconds: 2,
    stopGraceSeconds: 2,
    healthCheck: { deadlineSeconds: 6 },
    env: { VERSION: '0' },
  })
  const id = String(app.id)
  await instance.call('POST', `/apps/${id}/deployments`, {})
  await until(async () => (await findUnequal(instance)).length === 0, 60_000)
  return { id, domain }
}

/** Deploys a new release under load, strikes when it is at `step` and `delayMs` later, and waits until all is quiet. */
export const play = async (
  { instance, engine }: { instance: ChaosInstance; engine: PrivateEngine | null },
  app: ChaosApp,
  what: { version: number; fault: string; step: string; delayMs: number; env?: Record<string, string> },
): Promise<Played> => {
  const { database, call } = instance
  const { currentReleaseId } = await database.app.findUniqueOrThrow({ where: { id: app.id } })
  await call('PATCH', `/apps/${app.id}`, { env: { VERSION: String(what.version), BROKEN: null, ...what.env } })
  const load = startLoad({ port: instance.proxyPort, host: app.domain, keepAlive: 5, idleGapMs: 80 })
  const fresh = startLoad({ port: instance.proxyPort, host: app.domain, posts: 1, postPath: '/echo', idleGapMs: 100 })
  const { id } = await call('POST', `/apps/${app.id}/deployments`, {})
  const deploymentId = String(id)
  const statusOf = async () => (await database.deployment.findUniqueOrThrow({ where: { id: deploymentId } })).status
  await until(async () => [what.step].includes(await statusOf()) || isEnd(await statusOf()), endsWithinMs, 5)
  await wait(what.delayMs)
  const step = await statusOf()
  const strike = strikes[what.fault]
  if (!strike) throw new Error(`there is no fault ${what.fault}`)
  const target = { instance, engine, appId: app.id, deploymentId, oldReleaseId: currentReleaseId ?? '' }
  const struck: Struck = await strike(target)
  const isOver = async () => {
    const all = await database.deployment.findMany({ where: { appId: app.id, finishedAt: null } })
    return all.length === 0
  }
  await until(isOver, endsWithinMs, 50)
  const endedAt = Date.now()
  await struck.after?.()
  const [equalAfterMs, unequal] = await equality(instance, endedAt)
  const reports = await Promise.all([load, fresh].map((one: RunningLoad) => one.stop()))
  const { ours, apart } = attribute(
    reports.flatMap((report) => report.failures),
    struck.excuses,
  )
  const row = await database.deployment.findUniqueOrThrow({ where: { id: deploymentId } })
  return {
    number: row.number,
    fault: what.fault,
    step,
    status: row.status,
    endedAfterMs: endedAt - struck.at,
    equalAfterMs,
    unequal,
    requests: reports.reduce((sum, report) => sum + report.requests, 0),
    ours,
    apart: apart.length,
    engineAwayMs: struck.engineAwayMs ?? null,
  }
}

const equality = async (instance: ChaosInstance, from: number): Promise<[number | null, string[]]> => {
  let unequal: string[] = []
  const isEqual = async () => {
    unequal = await findUnequal(instance)
    return unequal.length === 0
  }
  const isInTime = await until(isEqual, equalWithinMs, 200)
  return [isInTime ? Date.now() - from : null, unequal]
}

/** False when it does not hold in time. What is away meanwhile is asked again. */
const until = async (holds: () => Promise<boolean>, withinMs: number, everyMs = 100): Promise<boolean> => {
  const deadline = Date.now() + withinMs
  while (Date.now() < deadline) {
    if (await holds().catch(() => false)) return true
    await wait(everyMs)
  }
  return false
}
