import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type LoadReport, spawnLoad } from '@/tests/support/load'
import { Api, type Deployment } from './demo/api'
import { sayLoad, sayProof, writeProof } from './demo/proof'
import { Fault, runCommand } from './fault'
import { home } from './home'
import { ensureInstance } from './identity'
import { ensureSampleImage } from './images'
import { type Platform, startPlatform } from './platform'
import { say, step } from './progress'
import { removeContainers } from './purge'
import { readSettings, type Settings } from './settings'
import { nextSignal } from './signals'

const DOMAIN = 'sample.localhost'
/** The clients before and after each deployment, so that its edges are under load too. */
const MARGIN_MS = 2_000
const LEAST_RATE = 50

let load: ReturnType<typeof spawnLoad> | null = null

runCommand(async () => {
  const leave = readArguments()
  const settings = readSettings(process.env)
  const interrupted = nextSignal()
  const platform = await startPlatform(settings)
  const stopped = interrupted.then(() => {
    throw new Fault('Interrupted.')
  })
  try {
    const good = await Promise.race([demonstrate(platform, settings), stopped])
    if (leave) return await end(platform, good)
  } catch (error) {
    await load?.stop()
    await platform.stop()
    throw error
  }
  const { url, email, password } = platform.credentials
  const secret = process.stderr.isTTY ? `with ${password}` : `with the password in ${home.credentials}`
  say(`\nThe dashboard is at ${url}: sign in as ${email} ${secret}.`)
  say(
    `The sample app is at http://${DOMAIN}:${settings.GAPLESS_PROXY_HTTP_PORT}. Ctrl-C stops Gapless; the app goes on.`,
  )
  await interrupted
  await step('Stopping (your apps go on serving)', () => platform.stop())
  return 0
})

/** Deploys v1, then v2 under traffic, then v1 again from history. True when nothing failed, by both counts. */
async function demonstrate(platform: Platform, settings: Settings): Promise<boolean> {
  const { id } = ensureInstance()
  const [v1, v2] = [await ensureSampleImage(id, 'v1'), await ensureSampleImage(id, 'v2')]
  const api = new Api(platform.credentials.url, platform.credentials.apiToken)
  const appId = await api.ensureApp(sampleApp(v1))
  const first = await step('Deploying v1', () => api.deploy(appId, { image: v1 }))
  sayProof('v1', first)
  if (first.status !== 'succeeded' || !first.release) return false
  const { release } = first

  const began = performance.now()
  load = spawnLoad({
    port: settings.GAPLESS_PROXY_HTTP_PORT,
    host: DOMAIN,
    keepAlive: 6,
    fresh: 1,
    posts: 2,
    postPath: '/echo',
    long: 2,
    longPath: '/slow?ms=2000',
  })
  const deployments: Deployment[] = [first]
  let report: LoadReport
  try {
    await sleep(MARGIN_MS)
    deployments.push(await step('Rolling to v2 under traffic', () => api.deploy(appId, { image: v2 })))
    await sleep(MARGIN_MS)
    const back = () => api.deploy(appId, { releaseId: release.id })
    deployments.push(await step('Redeploying v1 from history under traffic', back))
    await sleep(MARGIN_MS)
  } finally {
    report = await load.stop()
  }
  const seconds = (performance.now() - began) / 1000
  for (const [index, title] of ['v1 -> v2', 'v2 -> v1, redeployed'].entries()) {
    const deployment = deployments[index + 1]
    if (deployment) sayProof(title, deployment)
  }
  sayLoad(report, seconds)
  const { failed } = writeProof(deployments, report)
  const allSucceeded = deployments.every((deployment) => deployment.status === 'succeeded')
  const good = allSucceeded && failed === 0 && report.requests / seconds >= LEAST_RATE
  say(`\n  ${good ? 'No request failed.' : 'This is not what was promised.'} The figures are in ${home.demoProof}.`)
  return good
}

function sampleApp(image: string) {
  return {
    name: 'sample',
    hosts: ['local'],
    image,
    port: 3000,
    domains: [DOMAIN],
    healthCheck: { path: '/health' },
    verifySeconds: 5,
  }
}

async function end(platform: Platform, good: boolean): Promise<number> {
  await step('Stopping and removing the demo', async () => {
    await platform.stop()
    await removeContainers(ensureInstance().id)
  })
  return good ? 0 : 1
}

function readArguments(): boolean {
  try {
    return parseArgs({ options: { exit: { type: 'boolean' } } }).values.exit ?? false
  } catch {
    throw new Fault('Usage: bin/demo [--exit]')
  }
}
