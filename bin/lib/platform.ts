import { join } from 'node:path'
import { applyMigrations } from '../../prisma/migrate'
import { bootstrapInstance } from './bootstrap-run'
import { type Build, ensureBuild } from './build'
import { type Credentials, ensureCredentials } from './credentials'
import { dockerNeeds, ensureDocker } from './docker-engine'
import { productEnvironment } from './environment'
import { waitUntilHealthy } from './health'
import { project } from './home'
import { ensureInstance, ensureSecrets, findSecrets, noteWhoseKey } from './identity'
import { ensureProxyImage, ensureSampleImage } from './images'
import type { DataService, ProcessSpec } from './managed-process'
import { installMissing } from './packages'
import { preparePostgres } from './postgres'
import { checkMachine, checkPort, checkProxyPorts } from './preflight'
import { marks } from './processes'
import { step } from './progress'
import { prepareRedis, REDIS_NEED } from './redis'
import { assertNotRestoring } from './restoring'
import { keepLogsBounded } from './rotate-logs'
import type { Settings } from './settings'
import { becomeHolder, endHolding } from './single-start'
import { Supervisor } from './supervisor'
import { stopLeftovers } from './take-over'

export interface Platform {
  credentials: Credentials
  /** Stops what was started; proxies, the users' apps and the Docker engine go on serving. */
  stop(): Promise<void>
}

/** Starts Gapless with these settings, installing and building what is missing; resolves when it is healthy. */
export async function startPlatform(settings: Settings): Promise<Platform> {
  checkMachine()
  await becomeHolder()
  const supervisor = new Supervisor()
  const stop = async () => {
    await supervisor.stop()
    endHolding()
  }
  try {
    return { credentials: await start(settings, supervisor), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function start(settings: Settings, supervisor: Supervisor): Promise<Credentials> {
  assertNotRestoring()
  await stopLeftovers()
  keepLogsBounded()
  const instance = ensureInstance()
  const secrets = ensureSecrets(settings)
  checkPort(settings.PORT, 'PORT')
  await checkProxyPorts(settings, instance.id)
  await installMissing([...(await dockerNeeds(settings.DOCKER_HOST)), ...(settings.REDIS_URL ? [] : [REDIS_NEED])])
  await ensureDocker()
  const proxyImage = await ensureProxyImage(instance.id)
  const sampleImage = await ensureSampleImage(instance.id, 'v1')
  const build = await ensureBuild()
  const databaseUrl =
    settings.DATABASE_URL ??
    (await startData(supervisor, 'Starting the database', () => preparePostgres(instance, secrets)))
  const redisUrl =
    settings.REDIS_URL ?? (await startData(supervisor, 'Starting Redis', () => prepareRedis(instance, secrets)))
  await step('Migrating the database', () => applyMigrations(databaseUrl))
  // Loaded only now: it needs the database client, which is generated with the build.
  const { assertKeysKnown } = await import('./known-keys')
  await assertKeysKnown({ databaseUrl, secrets, kept: findSecrets() })
  noteWhoseKey(settings)
  const credentials = ensureCredentials(settings)
  const env = productEnvironment({
    proxyImage,
    sampleImage,
    settings,
    instance,
    secrets,
    build,
    credentials,
    databaseUrl,
    redisUrl,
  })
  await step('Preparing the instance', () => bootstrapInstance(build, env, credentials))
  await step('Starting web and worker', async (note) => {
    const healthy = () => waitUntilHealthy(settings.PORT, note)
    await Promise.all([
      supervisor.start(workerProcess(build, env), healthy),
      supervisor.start(webProcess(settings.PORT, env), healthy),
    ])
  })
  return credentials
}

async function startData(supervisor: Supervisor, title: string, prepare: () => Promise<DataService>): Promise<string> {
  return step(title, async () => {
    const service = await prepare()
    await supervisor.start(service.process, service.ready)
    return service.url
  })
}

function webProcess(port: number, env: Record<string, string>): ProcessSpec {
  return {
    name: 'web',
    command: process.execPath,
    args: [join(project, 'node_modules/next/dist/bin/next'), 'start', '-p', String(port)],
    cwd: project,
    env: { ...env, ...marks('web') },
    stopSignal: 'SIGTERM',
    // Requests end in less; live event streams would keep it open for ever, and reconnect by themselves.
    graceMs: 3_000,
  }
}

function workerProcess(build: Build, env: Record<string, string>): ProcessSpec {
  return {
    name: 'worker',
    command: process.execPath,
    args: ['--enable-source-maps', build.worker],
    cwd: project,
    env: { ...env, ...marks('worker') },
    stopSignal: 'SIGTERM',
    // It finishes or hands back what it is doing within 25 s.
    graceMs: 28_000,
  }
}
