import { spawn } from 'node:child_process'
import { existsSync, openSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import Docker from 'dockerode'
import { errorCode, Fault } from './fault'
import { findProgram, isRoot, type Need, runAsRoot, SYSTEM_FOLDERS } from './packages'
import { step } from './progress'

const READY_TIMEOUT_MS = 60_000
const LOG = '/var/log/gapless-dockerd.log'
const NEEDS: Need[] = [
  {
    programs: ['dockerd'],
    packages: ['docker.io', 'containerd', 'runc'],
    why: 'Docker runs your apps and there is no engine on this machine',
  },
  { programs: ['iptables'], packages: ['iptables'], why: 'Docker connects containers with it' },
]
/** What an engine has use for; our secrets are not among it. */
const ENGINE_VARIABLES = /^(https?_proxy|no_proxy|tmpdir|lang|home)$/i

type Answer = { kind: 'ready' } | { kind: 'denied' } | { kind: 'silent'; reason: string }

async function ask(): Promise<Answer> {
  try {
    await new Docker({ timeout: 3_000 }).ping()
    return { kind: 'ready' }
  } catch (error) {
    if (errorCode(error) === 'EACCES') return { kind: 'denied' }
    return { kind: 'silent', reason: error instanceof Error ? error.message : String(error) }
  }
}

/**
 * What must be installed before there is an engine; nothing when one answers. Throws a {@link Fault} when it may not be
 * used, or when DOCKER_HOST names one that does not answer.
 */
export async function dockerNeeds(dockerHost: string | undefined): Promise<Need[]> {
  const answer = await ask()
  if (answer.kind === 'ready') return []
  if (answer.kind === 'denied') {
    throw new Fault(
      'You may not use the Docker engine of this machine. Run: sudo usermod -aG docker "$USER", log in again and start again (or start as root).',
    )
  }
  if (dockerHost) {
    throw new Fault(
      `No Docker engine answers at ${dockerHost} (${answer.reason}). Correct DOCKER_HOST or start the engine.`,
    )
  }
  return NEEDS
}

/**
 * Starts the local Docker engine if none answers. It is left running when we end, for it carries the users' apps.
 */
export async function ensureDocker(): Promise<void> {
  if ((await ask()).kind === 'ready') return
  await step('Starting the Docker engine', async () => {
    await startEngine()
    await waitUntilReady()
  })
}

async function startEngine(): Promise<void> {
  if (existsSync('/run/systemd/system')) {
    const remedy = 'The Docker engine does not run. Start it with: sudo systemctl start docker'
    return runAsRoot(['systemctl', 'start', 'docker'], 'systemctl start docker', remedy)
  }
  if (!isRoot)
    throw new Fault('The Docker engine does not run. Start it as root (sudo service docker start), then start again.')
  launch()
}

function launch(): void {
  const log = openSync(LOG, 'a', 0o600)
  const kept = Object.entries(process.env).filter(([name]) => ENGINE_VARIABLES.test(name))
  const env = { ...Object.fromEntries(kept), PATH: SYSTEM_FOLDERS.join(':'), NODE_ENV: 'production' as const }
  spawn(findProgram('dockerd') ?? 'dockerd', [], { detached: true, stdio: ['ignore', log, log], cwd: '/', env })
    .on('error', () => {}) // waitUntilReady says that it did not start, and where the log is.
    .unref()
}

async function waitUntilReady(): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS
  let relaunchAt = performance.now() + READY_TIMEOUT_MS / 2
  for (;;) {
    const answer = await ask()
    if (answer.kind === 'ready') return
    if (performance.now() > deadline) throw new Fault(`The Docker engine did not start within 60 s; its log is ${LOG}.`)
    // After a hard kill its first start can time out waiting for containerd; the next one works.
    if (performance.now() > relaunchAt && !existsSync('/run/systemd/system')) {
      relaunchAt = Number.POSITIVE_INFINITY
      launch()
    }
    await sleep(200)
  }
}
