import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { planEachOnce, planRounds } from '../tests/support/chaos/plan'
import { runChaos } from '../tests/support/chaos/run-chaos'

/**
 * Deployments under load with one fault each, on an instance and a Docker engine of its own. Prints what became of each
 * and exits with 1 if a request failed that is ours, something was left over, or a deployment did not end in time.
 *
 * Usage: tsx bench/chaos.ts [deployments] [--seed N] [--apps N] [--each-once] [--round N] [--report FILE]
 *
 * `--round` plays that round of the seed alone; `--each-once` plays every kind of fault one time. It needs to be root: it
 * runs in a network namespace of its own, so that its engine shares neither firewall nor addresses with another one.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    apps: { type: 'string', default: '4' },
    'each-once': { type: 'boolean', default: false },
    round: { type: 'string' },
    report: { type: 'string' },
  },
})
const [count = 200] = positionals.map(Number)
const seed = Number(values.seed ?? Math.floor(Math.random() * 100_000))
const apps = Number(values.apps)
const inside = 'GAPLESS_CHAOS_SEED'

if (process.env[inside] === undefined) process.exitCode = await inOwnNetwork()
else process.exitCode = await play()

async function inOwnNetwork(): Promise<number> {
  const program = [process.execPath, '--import', 'tsx', fileURLToPath(import.meta.url), ...process.argv.slice(2)]
  const env = { ...process.env, [inside]: String(seed) }
  const child = spawn('unshare', ['--net', ...program], { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  await once(child, 'close')
  return child.exitCode ?? 1
}

async function play(): Promise<number> {
  await promisify(execFile)('busybox', ['ip', 'link', 'set', 'lo', 'up'])
  const drawn = Number(process.env[inside])
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort())
  const planned = values['each-once'] ? planEachOnce({ seed: drawn, apps }) : planRounds({ seed: drawn, count, apps })
  const rounds = planned.filter((round) => values.round === undefined || round.number === Number(values.round))
  console.log(
    `seed ${drawn}: ${rounds.flatMap((round) => round.deployments).length} deployments in ${rounds.length} rounds`,
  )
  const outcomes = await runChaos({ seed: drawn, apps, rounds, tell: console.log, stopping: stopping.signal })
  if (values.report) writeFileSync(values.report, JSON.stringify({ seed: drawn, outcomes }))
  return outcomes.length > 0 && outcomes.every((outcome) => outcome.problems.length === 0) ? 0 : 1
}
