import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { spawnLoad } from '../tests/support/load'
import { type Deployment, withInstance } from './support'

/**
 * Deployments that alternate two releases under `wrk -c64` and 64 clients with idle gaps, while a second app is created,
 * changed and removed on the same host. Prints what the clients counted. Usage: tsx bench/rolling.ts [deployments]
 */
const [count = 20] = process.argv.slice(2).map(Number)

const wrk = (port: number, host: string, seconds: number) => {
  const args = ['-t2', '-c64', `-d${seconds}s`, '-H', `Host: ${host}`, `http://127.0.0.1:${port}/`]
  const child = spawn('wrk', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
  })
  return {
    stop: async () => {
      child.kill('SIGINT')
      await once(child, 'close')
      return output
    },
  }
}

await withInstance(async ({ api, deploy, proxyPort, images }) => {
  const host = 'rolling.localhost'
  const settings = { port: 3000, verifySeconds: 1, drainSeconds: 10 }
  const app = await api<{ id: string }>('POST', '/apps', {
    ...settings,
    name: 'rolling',
    image: images.v1,
    domains: [host],
  })
  await deploy(app.id, {}, 'complete')
  const heavy = wrk(proxyPort, host, 590)
  const users = spawnLoad({ port: proxyPort, host, keepAlive: 64, idleGapMs: 10 })
  const statuses: string[] = []
  const ended: Deployment[] = []
  for (let run = 0; run < count; run += 1) {
    const one = await deploy(app.id, { image: run % 2 === 0 ? images.v2 : images.v1 }, 'complete')
    ended.push(one)
    statuses.push(one.status)
    if (run === 5) await besides()
  }
  const report = await users.stop()
  const text = await heavy.stop()
  const live = ended.map((one) => Date.parse(one.liveAt ?? one.queuedAt))
  console.log(`deployments: ${statuses.filter((status) => status === 'succeeded').length} of ${count} succeeded`)
  console.log(`POST to live: ${ended.map((one, at) => (live[at] ?? 0) - Date.parse(one.queuedAt)).join(' ')} ms`)
  console.log(
    `clients with gaps: ${report.requests} requests, ${report.failed} failed, p95 ${report.p95Ms.toFixed(1)} ms, slowest ${report.maxMs.toFixed(0)} ms`,
  )
  console.log(`by status ${JSON.stringify(report.statuses)}, errors ${JSON.stringify(report.errors)}`)
  console.log(`wrk: ${/\d+ requests in .*/.exec(text)?.[0]}`)
  console.log(
    `wrk: ${/Non-2xx.*/.exec(text)?.[0] ?? 'no answer other than 2xx'}; ${/Socket errors.*/.exec(text)?.[0] ?? 'no socket errors'}`,
  )

  async function besides(): Promise<void> {
    const other = await api<{ id: string }>('POST', '/apps', {
      ...settings,
      name: 'other',
      image: images.v1,
      domains: ['other.localhost'],
    })
    await deploy(other.id, {})
    await api('PATCH', `/apps/${other.id}`, { domains: ['moved.localhost'], env: { CHANGED: 'yes' } })
    await deploy(other.id, {})
    await api('DELETE', `/apps/${other.id}`)
    console.log('a second app was created, changed and removed')
  }
})
