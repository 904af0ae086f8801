import { createTraffic } from '@/adapters/traffic/create-traffic'
import type { HostTarget } from '@/core/ports/host-target'
import type { Traffic } from '@/core/ports/traffic'
import { dockerClients } from '@/tests/support/docker'
import { type Command, credentialsOf, newPlace, type Place, removePlace, up } from '../platform'
import { databaseUrlOf, environmentOf } from '../platform-state'
import { type AppLoad, startAppLoad } from './app-load'
import { type Calls, createCalls } from './calls'
import { installGates } from './gate'
import { replicasOf } from './plan'
import { countRun, runsVolume } from './pre-deploy-command'
import { type PrivateEngine, startPrivateEngine } from './private-engine'
import { openTruth, type Truth } from './truth'

/** Short, so that many deployments fit into an hour; long enough to be met by a fault. */
const settings = {
  port: 3000,
  verifySeconds: 2,
  drainSeconds: 3,
  stopGraceSeconds: 5,
  healthCheck: { deadlineSeconds: 6 },
  // Mounted where the image's user may write.
  volumes: [{ name: runsVolume, mountPath: '/tmp', shared: true }],
  preDeploy: { command: countRun },
}

export interface ChaosApp {
  index: number
  name: string
  id: string
  replicas: number
  host: string
  load: AppLoad
}

/** A whole Gapless as people start it, on an engine of its own, with apps that are used all the time. */
export interface ChaosInstance {
  id: string
  place: Place
  engine: PrivateEngine
  calls: Calls
  truth: Truth
  traffic: Traffic
  host: HostTarget
  proxyPort: number
  apps: ChaosApp[]
  stop(): Promise<void>
}

/** Starts everything; the first release of each app is live and under load. */
export const startInstance = async (appCount: number, tell: (line: string) => void): Promise<ChaosInstance> => {
  tell('starting a Docker engine of its own')
  const engine = await startPrivateEngine()
  // What is started from here on, and the Docker clients of the tests, use this engine and no other.
  process.env.DOCKER_HOST = engine.host
  const place = await newPlace()
  let command: Command | null = null
  try {
    tell('starting Gapless on it')
    command = await up(place)
    const instance = await openInstance(engine, place)
    tell(`deploying ${appCount} apps for the first time`)
    const { GAPLESS_SAMPLE_IMAGE: image = '' } = environmentOf(place, 'web')
    instance.apps = await Promise.all(
      Array.from({ length: appCount }, (_, index) => firstDeployment(instance, index, image)),
    )
    const { child, exit } = command
    return {
      ...instance,
      stop: async () => {
        await Promise.all(instance.apps.map((app) => app.load.stop()))
        await instance.truth.close()
        child.kill('SIGTERM')
        await exit
        await removePlace(place)
        await engine.stop()
      },
    }
  } catch (error) {
    if (command) tell(command.output())
    await removePlace(place)
    await engine.stop()
    throw error
  }
}

type Opened = Omit<ChaosInstance, 'stop'>

const openInstance = async (engine: PrivateEngine, place: Place): Promise<Opened> => {
  const { GAPLESS_INSTANCE_ID: id = '' } = environmentOf(place, 'web')
  const credentials = credentialsOf(place)
  const truth = openTruth(databaseUrlOf(place))
  await installGates(truth.database)
  const { id: hostId } = await truth.database.host.findFirstOrThrow({ where: { name: 'local' } })
  const proxyPort = Number(new URL(credentials.proxyUrl).port)
  const refuse = async (): Promise<never> => {
    throw new Error('the harness only looks at proxies')
  }
  return {
    id,
    place,
    engine,
    calls: createCalls(credentials),
    truth,
    traffic: createTraffic({
      docker: dockerClients(),
      isHost: async () => true,
      proxyImage: refuse,
      httpPort: proxyPort,
      httpsPort: proxyPort,
      probeSecret: 'x'.repeat(16),
      keepLinesMs: 0,
    }),
    host: {
      id: hostId,
      instanceId: id,
      endpoint: { type: 'socket', path: engine.socketPath },
      engineId: null,
      anyAddress: true,
    },
    proxyPort,
    apps: [],
  }
}

/** What the first release of an app answers as. */
export const firstVersion = (index: number): string => `first-${index}`

const firstDeployment = async (instance: Opened, index: number, image: string): Promise<ChaosApp> => {
  const { calls, truth } = instance
  const name = `chaos-${index}`
  const host = `${name}.localhost`
  const replicas = replicasOf(index)
  const definition = { ...settings, name, image, replicas, domains: [host], env: { VERSION: firstVersion(index) } }
  const id = await calls.createApp({ ...definition, rollout: { strategy: 'rolling', maxSurge: replicas } })
  const deploymentId = await calls.deploy(id)
  const ended = await truth.until(deploymentId, 300_000, (row) => row.finishedAt !== null)
  if (ended?.status !== 'succeeded')
    throw new Error(`the first deployment of ${name} ended as ${ended?.status}: ${JSON.stringify(ended?.failure)}`)
  return { index, name, id, replicas, host, load: startAppLoad(instance.proxyPort, name, host) }
}
