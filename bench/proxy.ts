import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { appTraffic, hostTraffic, slotsFor, trafficUnderTest, untilUp } from '../tests/support/traffic'

/**
 * Requests per second through the proxies as shipped, through nginx with the same headers, and direct; medians of
 * alternating runs, as ratios. Needs nginx and wrk on this machine. Usage: tsx bench/proxy.ts [runs] [seconds]
 */
const run = promisify(execFile)
const [runs = 5, seconds = 3] = process.argv.slice(2).map(Number)
const domain = 'app1.localhost'

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0))
    })
  })

const untilListening = async (port: number): Promise<void> => {
  for (;;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
      socket.unref()
    })
    if (open) return
    await wait(20)
  }
}

const nginx = async (folder: string, name: string, http: string) => {
  const file = join(folder, `${name}.conf`)
  await writeFile(
    file,
    `daemon off; pid ${folder}/${name}.pid; error_log stderr warn; worker_processes auto;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 100000000; client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p;
fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
${http} }`,
  )
  return spawn('nginx', ['-c', file, '-p', folder], { stdio: 'ignore' })
}

const requestsPerSecond = async (port: number): Promise<number> => {
  const url = `http://127.0.0.1:${port}/`
  const { stdout } = await run('wrk', ['-t2', '-c32', `-d${seconds}s`, '-H', `Host: ${domain}`, url])
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`Requests failed:\n${stdout}`)
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1])
}

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0

const folder = await mkdtemp(join(tmpdir(), 'gapless-bench-'))
const appPort = await freePort()
const nginxPort = await freePort()
const { host, traffic, httpPort, remove } = trafficUnderTest()
const servers = await Promise.all([
  nginx(
    folder,
    'app',
    `server { listen 127.0.0.1:${appPort} backlog=4096; location / { return 200 "hello from the app\\n"; } }`,
  ),
  nginx(
    folder,
    'proxy',
    `upstream app { server 127.0.0.1:${appPort}; keepalive 64; keepalive_requests 100000000; }
server { listen 127.0.0.1:${nginxPort} backlog=4096; server_name ${domain};
location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection "";
proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header Forwarded "";
proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Host $http_host;
proxy_set_header X-Request-Id $request_id; } }`,
  ),
])

try {
  await Promise.all([untilListening(appPort), untilListening(nginxPort)])
  await traffic.ensureProxies(host, hostTraffic(1, appTraffic(1)))
  const session = await traffic.open(host, 1, 1)
  await session.fill('a', slotsFor(appPort))
  await untilUp(session, 'a', 1)
  await session.route('a')
  await session.close()
  const ways = { gapless: httpPort, nginx: nginxPort, direct: appPort }
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
  for (const server of servers) server.kill('SIGTERM')
  await remove()
  await rm(folder, { recursive: true, force: true })
}
