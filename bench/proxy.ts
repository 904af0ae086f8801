import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import type Dockerode from 'dockerode'
import { freePort } from '../bin/lib/ports'
import { buildImage } from '../docker/build/build-image'
import type { Recipe } from '../docker/build/recipe'
import { appTraffic, docker, hostTraffic, trafficUnderTest, untilUp } from '../tests/support/traffic'

/**
 * Requests per second to an app in a container: through the proxies as shipped, through nginx in a container with the
 * same headers, and direct; medians of alternating runs, as ratios. Needs nginx, busybox and wrk on this machine. Usage: tsx bench/proxy.ts [runs] [seconds]
 */
const run = promisify(execFile)
const [runs = 5, seconds = 3] = process.argv.slice(2).map(Number)
const domain = 'app1.localhost'
const appPort = 8080

const nginxRecipe: Recipe = {
  name: 'nginx',
  folder: join(import.meta.dirname, 'nginx'),
  buildArgs: {},
  programs: [
    { name: 'busybox', target: '/bin/busybox', package: 'busybox-static' },
    { name: 'nginx', target: '/usr/sbin/nginx', package: 'nginx-light' },
  ],
  users: ['nobody:65534'],
}

const untilOpen = async (port: number, address = '127.0.0.1'): Promise<void> => {
  for (;;) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, address, () => resolve(true)).on('error', () => resolve(false))
      socket.unref()
    })
    if (isOpen) return
    await wait(20)
  }
}

/** nginx in a container, as its users run it: everything here pays the same for being in one. */
const nginx = async (name: string, folder: string, networkMode: string, http: string) => {
  const file = join(folder, `${name}.conf`)
  await writeFile(
    file,
    `daemon off; pid /tmp/${name}.pid; error_log stderr warn; worker_processes auto; user nobody;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 100000000; client_body_temp_path /tmp/b; proxy_temp_path /tmp/p;
fastcgi_temp_path /tmp/f; uwsgi_temp_path /tmp/u; scgi_temp_path /tmp/s;
${http} }`,
  )
  const container = await docker.createContainer({
    Image: image,
    Entrypoint: ['nginx', '-e', 'stderr', '-c', `/bench/${name}.conf`],
    Labels: labels,
    HostConfig: { NetworkMode: networkMode, Binds: [`${folder}:/bench:ro`] },
  })
  await container.start()
  const { NetworkSettings } = await container.inspect()
  return { container, address: Object.values(NetworkSettings.Networks)[0]?.IPAddress || '127.0.0.1' }
}

const requestsPerSecond = async (address: string): Promise<number> => {
  const url = `http://${address}/`
  const { stdout } = await run('wrk', ['-t2', '-c32', `-d${seconds}s`, '-H', `Host: ${domain}`, url])
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`Requests failed:\n${stdout}`)
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1])
}

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0

const folder = await mkdtemp(join(tmpdir(), 'gapless-bench-'))
await chmod(folder, 0o755)
const { host, traffic, httpPort, remove } = trafficUnderTest()
const labels = { 'gapless.instance': host.instanceId }
const image = `gapless-${host.instanceId}/nginx:bench`
const nginxPort = await freePort()
const started: Dockerode.Container[] = []

try {
  await buildImage({ docker, recipe: nginxRecipe, tag: image, labels, mode: 'offline' })
  const app = await nginx(
    'app',
    folder,
    'bridge',
    `server { listen ${appPort} backlog=4096; location / { return 200 "hello from the app\\n"; } }`,
  )
  started.push(app.container)
  const proxy = await nginx(
    'proxy',
    folder,
    'host',
    `upstream app { server ${app.address}:${appPort}; keepalive 64; keepalive_requests 100000000; }
server { listen 127.0.0.1:${nginxPort} backlog=4096; server_name ${domain};
location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection "";
proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header Forwarded "";
proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Host $http_host;
proxy_set_header X-Request-Id $request_id; } }`,
  )
  started.push(proxy.container)
  await Promise.all([untilOpen(appPort, app.address), untilOpen(nginxPort)])
  await traffic.ensureProxies(host, hostTraffic(1, appTraffic(1)))
  const session = await traffic.open(host, 1, 1)
  await session.fill('a', [{ slot: 1, address: app.address, port: appPort, checkPath: '/', checkHost: 'localhost' }])
  await untilUp(session, 'a', 1)
  await session.route('a')
  await session.close()
  const ways = {
    gapless: `127.0.0.1:${httpPort}`,
    nginx: `127.0.0.1:${nginxPort}`,
    direct: `${app.address}:${appPort}`,
  }
  const results: Record<keyof typeof ways, number[]> = { gapless: [], nginx: [], direct: [] }
  for (let round = 0; round < runs; round++) {
    for (const way of ['gapless', 'nginx', 'direct'] as const) {
      results[way].push(await requestsPerSecond(ways[way]))
    }
  }
  const middle = { gapless: median(results.gapless), nginx: median(results.nginx), direct: median(results.direct) }
  for (const way of ['gapless', 'nginx', 'direct'] as const) {
    const each = results[way].map((value) => value.toFixed(0)).join(' ')
    console.log(`${way.padEnd(8)} ${middle[way].toFixed(0).padStart(7)} requests/s  (${each})`)
  }
  console.log(`of nginx  ${(middle.gapless / middle.nginx).toFixed(2)}  (aim 0.90)`)
  console.log(`of direct ${(middle.gapless / middle.direct).toFixed(2)}  (aim 0.40)`)
} finally {
  for (const container of started) await container.remove({ force: true })
  await remove()
  await rm(folder, { recursive: true, force: true })
}
