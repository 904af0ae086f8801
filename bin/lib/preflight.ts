import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import Docker from 'dockerode'
import { errorCode, Fault } from './fault'
import { home, makeHome } from './home'
import { holdersOf, isTaken } from './ports'
import type { Settings } from './settings'

const NEEDED_BYTES = 2 * 1024 ** 3

/** Makes the state folder and checks that this machine can hold it. */
export function checkMachine(): void {
  if (process.platform !== 'linux') {
    throw new Fault('Gapless runs on Linux. Start it in a Linux virtual machine, for example Debian 12.')
  }
  try {
    makeHome()
    accessSync(home.root, constants.R_OK | constants.W_OK)
  } catch (error) {
    if (errorCode(error) === 'ENOSPC') throw new Fault(noSpace(home.root, 0))
    throw new Fault(
      `${home.root} cannot be written (${errorCode(error)}). Give yourself the folder (chown) or set GAPLESS_HOME to another one.`,
    )
  }
  checkDisk()
}

function checkDisk(): void {
  for (const folder of [home.root, '/var/lib/docker']) {
    if (!existsSync(folder)) continue
    const disk = statfsSync(folder)
    const free = disk.bavail * disk.bsize
    if (free < NEEDED_BYTES) throw new Fault(noSpace(folder, free))
  }
}

function noSpace(folder: string, free: number): string {
  const gigabytes = (free / 1024 ** 3).toFixed(1)
  return `The disk of ${folder} has ${gigabytes} GB free and at least 2 GB are needed. Free some space (docker image prune helps) and start again.`
}

/** Throws a {@link Fault} saying who holds the port, as far as we can see, and which variable chooses another. */
export function checkPort(port: number, variable: string): void {
  if (!isTaken(port)) return
  const [holder] = holdersOf(port)
  const who = holder ? `${holder.program} (pid ${holder.pid})` : 'another program'
  throw new Fault(`Port ${port} is in use by ${who}. Stop it, or choose another port: ${variable}=${port + 1} bin/up`)
}

/** The proxies' ports must be free, or held by this instance's own proxies, which serve on while we are stopped. */
export async function checkProxyPorts(settings: Settings, instanceId: string): Promise<void> {
  if (settings.DOCKER_HOST && !settings.DOCKER_HOST.startsWith('unix:')) return
  if (await ownProxiesRun(instanceId)) return
  checkPort(settings.GAPLESS_PROXY_HTTP_PORT, 'GAPLESS_PROXY_HTTP_PORT')
  checkPort(settings.GAPLESS_PROXY_HTTPS_PORT, 'GAPLESS_PROXY_HTTPS_PORT')
}

async function ownProxiesRun(instanceId: string): Promise<boolean> {
  const label = [`gapless.instance=${instanceId}`, 'gapless.role=proxy']
  try {
    const running = await new Docker({ timeout: 3_000 }).listContainers({ filters: { label, status: ['running'] } })
    return running.length > 0
  } catch {
    return false // No engine yet, so no proxies either.
  }
}
