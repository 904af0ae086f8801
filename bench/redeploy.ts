import { request } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import Dockerode from 'dockerode'
import { median, withInstance } from './support'

/**
 * Milliseconds from POST to the last answer of the old release, by the client's own clock, against `docker run` of the
 * same image to its first 200, alternating in one run. Usage: tsx bench/redeploy.ts [runs]
 */
const [runs = 10] = process.argv.slice(2).map(Number)
const docker = new Dockerode()

const ask = (port: number, host: string, path: string): Promise<string | null> =>
  new Promise((resolve) => {
    const outgoing = request({ host: '127.0.0.1', port, path, headers: { host }, agent: false }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode === 200 ? String(response.headers['x-version']) : null))
    })
    outgoing.on('error', () => resolve(null))
    outgoing.end()
  })

/** Create, start, ask until it answers: what any deployer has to do at least. */
const floor = async (image: string): Promise<number> => {
  const from = performance.now()
  const container = await docker.createContainer({ Image: image, Env: ['PORT=3000'] })
  try {
    await container.start()
    const { NetworkSettings } = await container.inspect()
    const address = Object.values(NetworkSettings.Networks)[0]?.IPAddress
    for (;;) {
      const answered = await new Promise<boolean>((resolve) => {
        const outgoing = request(
          { host: address, port: 3000, path: '/health', agent: false, timeout: 100 },
          (response) => {
            response.resume()
            resolve(response.statusCode === 200)
          },
        )
        outgoing.on('timeout', () => outgoing.destroy())
        outgoing.on('error', () => resolve(false))
        outgoing.end()
      })
      if (answered) return performance.now() - from
    }
  } finally {
    await container.remove({ force: true })
  }
}

await withInstance(async ({ api, deploy, proxyPort, images }) => {
  const host = 'bench.localhost'
  const app = await api<{ id: string }>('POST', '/apps', {
    name: 'bench',
    image: images.v1,
    port: 3000,
    domains: [host],
    verifySeconds: 1,
  })
  const first = await deploy(app.id, {}, 'complete')
  const second = await deploy(app.id, { image: images.v2 }, 'complete')
  const releases = [first.release?.id, second.release?.id]
  const floors: number[] = []
  const clicks: number[] = []
  for (let run = 0; run < runs; run += 1) {
    floors.push(await floor(images.v1))
    const old = run % 2 === 0 ? 'v2' : 'v1'
    let lastOld = 0
    let watching = true
    const watch = (async () => {
      while (watching) {
        const began = performance.now()
        if ((await ask(proxyPort, host, '/')) === old) lastOld = began
        // As close as is needed to tell; a closed loop would take one of the cores for itself.
        await setTimeout(10)
      }
    })()
    const pressed = performance.now()
    const deployment = await deploy(app.id, { releaseId: releases[run % 2] }, 'complete')
    if (deployment.status !== 'succeeded') throw new Error(deployment.failure?.message ?? deployment.status)
    watching = false
    await watch
    clicks.push(lastOld - pressed)
  }
  const [click, least] = [median(clicks), median(floors)]
  console.log(`docker run to first 200: ${floors.map(Math.round).join(' ')} ms, median ${Math.round(least)} ms`)
  console.log(`POST to last old answer: ${clicks.map(Math.round).join(' ')} ms, median ${Math.round(click)} ms`)
  console.log(
    `above the floor: ${Math.round(click - least)} ms (aim: at most 400), ratio ${(click / least).toFixed(2)}`,
  )
})
