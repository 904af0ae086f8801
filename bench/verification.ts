import { setTimeout } from 'node:timers/promises'
import { startPacedLoad } from './paced-load'
import { type Bench, type Deployment, median, withInstance } from './support'

/**
 * Whether verification takes back what it should, and only that: (a) a release that answers a fifth of 100 requests a
 * second with 500, and how long its users get them; (b) one that fails 1 % more than a noisy 1 % at 500 a second, in 60 s
 * of verification; (c) releases that are as good as the one before, under the same. Several apps are measured at once.
 * Usage: tsx bench/verification.ts [runs of a] [runs of b] [deployments of c] [apps] [seconds of verification]
 * [seconds of traffic before]
 */
const [runsA = 5, runsB = 10, runsC = 50, apps = 2, verifySeconds = 60, before = 60] = process.argv.slice(2).map(Number)

interface Verified extends Deployment {
  failure: { code: string; message: string } | null
}

interface Setup {
  bench: Bench
  name: string
  perSecond: number
  /** What is wrong with the release that serves. */
  broken: string
  verifySeconds: number
}

/** An app that serves so many requests a second, and a way to replace its release. */
const serve = async ({ bench, name, perSecond, broken, verifySeconds }: Setup) => {
  const { api, deploy, proxyPort, images } = bench
  const host = `${name}.localhost`
  const app = await api<{ id: string }>('POST', '/apps', {
    name,
    image: images.v1,
    port: 3000,
    domains: [host],
    env: { BROKEN: broken },
    verifySeconds: 0,
    drainSeconds: 5,
    stopGraceSeconds: 2,
  })
  await deploy(app.id, {}, 'complete')
  await api('PATCH', `/apps/${app.id}`, { verifySeconds })
  const load = startPacedLoad({ port: proxyPort, host, perSecond })
  return {
    load,
    replace: async (next: string): Promise<Verified> => {
      await api('PATCH', `/apps/${app.id}`, { env: { BROKEN: next } })
      return (await deploy(app.id, {})) as Verified
    },
  }
}

const words = ({ status, failure, liveAt, finishedAt }: Verified): string => {
  const seconds = (Date.parse(finishedAt ?? '') - Date.parse(liveAt ?? '')) / 1000
  return `${status} ${seconds.toFixed(1)} s after it went live${failure ? `: ${failure.message}` : ''}`
}

/** Spreads so many runs over the apps. */
const shareOf = (runs: number, app: number): number => Math.ceil((runs - app) / apps)

const fifth = async (bench: Bench): Promise<void> => {
  const { load, replace } = await serve({ bench, name: 'fifth', perSecond: 100, broken: 'none', verifySeconds })
  const spans: number[] = []
  await setTimeout(before * 1000)
  for (let run = 0; run < runsA; run += 1) {
    load.begin()
    const deployment = await replace('500-percent:20')
    // A request that was under way when traffic went back may still be answered.
    await setTimeout(1000)
    const { requests, failed, firstFailedAt, lastFailedAt } = load.tally()
    spans.push((lastFailedAt ?? Number.NaN) - (firstFailedAt ?? Number.NaN))
    console.log(`(a) ${words(deployment)}\n    clients: ${failed} of ${requests} failed, over ${spans.at(-1)} ms`)
  }
  load.stop()
  console.log(`(a) first to last 500: ${spans.join(' ')} ms, median ${median(spans)} ms (aim: every one at most 5000)`)
}

const noisy = async (bench: Bench, index: number): Promise<{ caught: Verified[]; equal: Verified[] }> => {
  const usual = 'noisy-500-percent:1'
  const { load, replace } = await serve({ bench, name: `noisy${index}`, perSecond: 500, broken: usual, verifySeconds })
  const [caught, equal]: [Verified[], Verified[]] = [[], []]
  await setTimeout(before * 1000)
  for (let run = 0; run < shareOf(runsB, index); run += 1) {
    const deployment = await replace('more-500-percent:1')
    caught.push(deployment)
    console.log(`(b) ${words(deployment)}`)
    if (deployment.status === 'succeeded') await replace(usual)
    await setTimeout(before * 1000)
  }
  for (let run = 0; run < shareOf(runsC, index); run += 1) {
    const deployment = await replace(usual)
    equal.push(deployment)
    console.log(`(c) ${words(deployment)}`)
  }
  const { requests, failed } = load.tally()
  load.stop()
  console.log(`noisy${index}: ${failed} of ${requests} failed`)
  return { caught, equal }
}

await withInstance(async (bench) => {
  if (runsA > 0) await fifth(bench)
  const all = await Promise.all(Array.from({ length: apps }, (_, index) => noisy(bench, index)))
  const caught = all.flatMap((one) => one.caught)
  const equal = all.flatMap((one) => one.equal)
  const back = (some: readonly Verified[], code?: string): number =>
    some.filter((one) => one.status === 'rolled_back' && (!code || one.failure?.code === code)).length
  console.log(`(b) caught ${back(caught, 'error_rate_after_shift')} of ${caught.length} (aim: 9 of 10)`)
  console.log(`(c) taken back ${back(equal)} of ${equal.length} (aim: at most 1 of 50)`)
})
