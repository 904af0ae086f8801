import { setTimeout } from 'node:timers/promises'
import Dockerode from 'dockerode'
import { percentile } from '@/core/deployments/proof'
import { sampleImage } from '@/tests/support/docker'
import { startTestEngine } from '@/tests/support/engine'
import { spawnLoad } from '@/tests/support/load'
import { noteDockerCalls } from './switch/docker-calls'
import { lastHealthyAt } from './switch/proxy-view'

/**
 * From the moment in which every new replica is healthy, by the log of the proxies that check them, until the last
 * answer of the old release, as its users see it: over many deployments under load. Also what a deployment asks of
 * Docker in each of its steps, draining included. Usage: tsx bench/switch.ts [deployments] [replicas]
 */
const [count = 30, replicas = 2] = process.argv.slice(2).map(Number)
const aimMs = 150
const socketPath = '/var/run/docker.sock'
/** As in an instance: a line to the proxies is kept a minute for the next deployment. */
const keepLinesMs = 60_000

interface Measured {
  /** Milliseconds since the epoch: by the proxies' logs, when the worker knew of it, and when both had switched. */
  healthyAt: number
  noticedAt: number
  liveAt: number
  /** What was asked of Docker, and in which step. */
  calls: { kind: string; step: string }[]
}

const docker = new Dockerode({ socketPath })
const host = 'switch.localhost'
const settings = { name: 'switch', port: 3000, domains: [host], replicas, verifySeconds: 1, drainSeconds: 5 }
const [engine, image] = [await startTestEngine({ keepLinesMs }), await sampleImage('v1')]
const proxies = ['a', 'b'].map((one) => `gapless-${engine.ctx.instance.id}-proxy-${one}`)
const noted = noteDockerCalls(socketPath)

const drained = async (id: string) => {
  for (;;) {
    const row = await engine.ctx.db.deployment.findUniqueOrThrow({ where: { id }, include: { steps: true } })
    if (row.finishedAt && row.status !== 'succeeded') throw new Error(`${row.status}: ${JSON.stringify(row.failure)}`)
    if (row.drainState === 'done') return row
    // Rarely: what is measured runs in this process.
    await setTimeout(200)
  }
}

/** Deploys the same image with another VERSION, so that each release's answers are told from all others'. */
const deploy = async (appId: string, version: string): Promise<Measured> => {
  await engine.changeApp(appId, { ...settings, image, env: { VERSION: version } })
  noted.take()
  const row = await drained((await engine.deploy(appId)).id)
  const calls = noted.take()
  const begun = [...row.steps.map((step) => ({ name: step.name, at: step.startedAt.getTime() }))]
  if (row.finishedAt) begun.push({ name: 'draining', at: row.finishedAt.getTime() })
  begun.sort((one, other) => other.at - one.at)
  return {
    healthyAt: await lastHealthyAt(docker, proxies, row.queuedAt),
    noticedAt: row.steps.find((step) => step.name === 'checking')?.finishedAt?.getTime() ?? Number.NaN,
    liveAt: row.liveAt?.getTime() ?? Number.NaN,
    calls: calls.map(({ kind, at }) => ({ kind, step: begun.find((step) => step.at <= at)?.name ?? 'queued' })),
  }
}

const print = (what: string, values: readonly number[]): void => {
  const [p50, p95] = [percentile(values, 0.5), percentile(values, 0.95)].map((value) => value?.toFixed(0))
  console.log(`${what}: p50 ${p50} ms, p95 ${p95} ms, most ${Math.max(...values).toFixed(0)} ms`)
}

const execs = ({ calls }: Measured): number => calls.filter(({ kind }) => kind === 'POST /containers/…/exec').length

/** On average for a deployment, by kind and step. */
const printCalls = (measured: readonly Measured[]): void => {
  const all = measured.flatMap((one) => one.calls)
  for (const kind of [...new Set(all.map((call) => call.kind))].sort()) {
    const mine = all.filter((call) => call.kind === kind)
    const steps = [...new Set(mine.map((call) => call.step))].map((step) => {
      const many = mine.filter((call) => call.step === step).length
      return `${step} ${(many / measured.length).toFixed(1)}`
    })
    console.log(`  ${(mine.length / measured.length).toFixed(1).padStart(5)}  ${kind.padEnd(30)} ${steps.join(', ')}`)
  }
}

try {
  const app = await engine.createApp({ ...settings, image, env: { VERSION: 'r0' } })
  await drained((await engine.deploy(app.id)).id)
  const load = spawnLoad({ port: engine.proxyPort, host, keepAlive: 16, fresh: 2, idleGapMs: 10 })
  const measured: Measured[] = []
  for (let run = 1; run <= count; run += 1) measured.push(await deploy(app.id, `r${run}`))
  const report = await load.stop()
  await setTimeout(keepLinesMs + 2000)
  const rested = await deploy(app.id, 'rested')

  const old = measured.map((one, index) => ({ ...one, ...report.versions[`r${index}`] }))
  const lastOld = old.map((one) => (one.lastEndedAt ?? Number.NaN) - one.healthyAt)
  console.log(`${count} deployments of ${replicas} replicas under ${report.requests} requests, ${report.failed} failed`)
  print('all healthy to the last old answer', lastOld)
  print(
    '  to when its request began',
    old.map((one) => (one.lastBeganAt ?? Number.NaN) - one.healthyAt),
  )
  print(
    'all healthy to live, by the journal',
    measured.map((one) => one.liveAt - one.healthyAt),
  )
  print(
    '  until the worker had noticed',
    measured.map((one) => one.noticedAt - one.healthyAt),
  )
  print(
    '  from then until both proxies had switched',
    measured.map((one) => one.liveAt - one.noticedAt),
  )
  console.log(`aim: p95 under ${aimMs} ms, ${Number(percentile(lastOld, 0.95)) < aimMs ? 'met' : 'missed'}`)
  console.log(
    `asked of Docker, one deployment soon after the other: ${measured.map((one) => one.calls.length).join(' ')}`,
  )
  console.log(`execs among them: ${measured.map(execs).join(' ')}`)
  printCalls(measured)
  console.log(`after more than a minute of rest: ${rested.calls.length}, ${execs(rested)} execs among them`)
} finally {
  await engine.stop()
}
