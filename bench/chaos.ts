import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { strikes } from '@/tests/support/chaos/faults'
import { startChaosInstance } from '@/tests/support/chaos/instance'
import { addChaosApp, type Played, play } from '@/tests/support/chaos/play'
import { startPrivateEngine } from '@/tests/support/chaos/private-engine'

/**
 * Deployments under load with one fault each, on an engine and in a network of their own. Needs root. Ends with 1 if a
 * request failed that nothing excuses, a deployment did not end, or something was left that should not be.
 * Usage: tsx bench/chaos.ts [deployments] [seed] [part of a fault's name]
 */
const [deployments = 200, seed = Date.now() % 1_000_000] = process.argv.slice(2, 4).map(Number)
const only = process.argv[4] ?? ''

// A network of our own: two engines on one would make the same bridges.
if (process.env.CHAOS_NETWORK !== 'own') {
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  const { status } = spawnSync(
    'unshare',
    ['--net', '--', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh', ...again],
    { stdio: 'inherit', env: { ...process.env, CHAOS_NETWORK: 'own' } },
  )
  process.exit(status ?? 1)
}

const steps = ['preparing', 'starting', 'checking', 'shifting', 'verifying', 'succeeded']
/** A minute each: not as often as the others. */
const rare = ['worker stalled', 'engine restarted']
const names = Object.keys(strikes).filter((name) => name.includes(only))
const weighted = names.flatMap((name) => (rare.includes(name) && only === '' ? [name] : [name, name, name, name]))
const plan = fc.sample(
  fc.record({
    fault: fc.constantFrom(...weighted),
    step: fc.constantFrom(...steps),
    delayMs: fc.integer({ min: 0, max: 300 }),
    broken: fc.constantFrom(null, null, null, null, null, null, 'never-healthy'),
  }),
  { numRuns: deployments, seed },
)

const folder = mkdtempSync(join(tmpdir(), 'gapless-chaos-'))
const played: Played[] = []
const engine = await startPrivateEngine(folder)
const instance = await startChaosInstance(engine.socketPath)
try {
  const apps = [await addChaosApp(instance, 'one'), await addChaosApp(instance, 'two')]
  console.log(`seed ${seed}`)
  for (const [index, { fault, step, delayMs, broken }] of plan.entries()) {
    const app = apps[index % apps.length]
    if (!app) continue
    const env = broken ? { BROKEN: broken } : {}
    const one = await play({ instance, engine }, app, { version: index + 1, fault, step, delayMs, env })
    played.push(one)
    console.log(
      [
        String(index + 1).padStart(3),
        fault.padEnd(24),
        (broken ?? '').padEnd(13),
        one.step.padEnd(10),
        one.status.padEnd(11),
        `ended after ${(one.endedAfterMs / 1000).toFixed(1)} s`.padEnd(20),
        one.equalAfterMs === null
          ? `UNEQUAL ${one.unequal.join('; ')}`
          : `equal after ${(one.equalAfterMs / 1000).toFixed(1)} s`,
        `${one.requests} requests, ${one.ours.length} failed by us, ${one.apart} apart`,
        ...one.ours.slice(0, 3).map((failure) => failure.what),
      ].join('  '),
    )
  }
} finally {
  await instance.end()
  await engine.stop()
  rmSync(folder, { recursive: true, force: true })
}

const worst = (values: readonly number[]) => (Math.max(0, ...values) / 1000).toFixed(1)
console.log(`\n${'fault'.padEnd(26)}deployments  ended within  equal within  requests  failed by us  apart`)
for (const name of names) {
  const own = played.filter((one) => one.fault === name)
  if (own.length === 0) continue
  const cells = [
    String(own.length).padStart(11),
    `${worst(own.map((one) => one.endedAfterMs))} s`.padStart(12),
    `${worst(own.map((one) => one.equalAfterMs ?? 0))} s`.padStart(12),
    String(own.reduce((sum, one) => sum + one.requests, 0)).padStart(8),
    String(own.reduce((sum, one) => sum + one.ours.length, 0)).padStart(12),
    String(own.reduce((sum, one) => sum + one.apart, 0)).padStart(5),
  ]
  console.log(`${name.padEnd(26)}${cells.join('  ')}`)
}
const away = played.flatMap((one) => one.engineAwayMs ?? [])
if (away.length > 0) console.log(`the engine was away for ${worst(away)} s at the longest`)
const bad = played.filter((one) => one.ours.length > 0 || one.equalAfterMs === null)
console.log(`${played.length} deployments, ${bad.length} with something wrong, seed ${seed}`)
process.exit(bad.length === 0 ? 0 : 1)
