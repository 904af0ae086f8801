import { spawn } from 'node:child_process'
import { once } from 'node:events'
import Dockerode from 'dockerode'
import { createDatabase } from '@/adapters/database/client'
import { createTraffic } from '@/adapters/traffic/create-traffic'
import { ensureBuild } from '@/bin/lib/build'
import { project } from '@/bin/lib/home'
import type { Traffic } from '@/core/ports/traffic'
import type { PrismaClient } from '@/prisma/generated/client'
import { credentialsOf, newPlace, type Place, removePlace, up } from '../platform'
import { databaseUrlOf, environmentOf } from '../platform-state'

/** A running instance, as users run it, and every handle that faults and checks need. */
export interface ChaosInstance {
  place: Place
  /** Its label in Docker; nothing else is touched. */
  id: string
  docker: Dockerode
  database: PrismaClient
  /** To read what the proxies were told. */
  traffic: Traffic
  proxyPort: number
  call(method: string, path: string, body?: object): Promise<Record<string, unknown>>
  /** Starts another worker beside the instance's own; ends with what it returns. */
  secondWorker(): Promise<() => Promise<void>>
  end(): Promise<void>
}

/** Starts it on the engine that the socket leads to. */
export const startChaosInstance = async (socketPath: string): Promise<ChaosInstance> => {
  const place = await newPlace()
  Object.assign(place.env, { DOCKER_HOST: `unix://${socketPath}` })
  const command = await up(place)
  const { url, apiToken } = credentialsOf(place)
  const docker = new Dockerode({ socketPath })
  const id = environmentOf(place, 'web').GAPLESS_INSTANCE_ID ?? ''
  const database = createDatabase(databaseUrlOf(place))
  const proxyPort = Number(place.env.GAPLESS_PROXY_HTTP_PORT)
  const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' }
  return {
    place,
    id,
    docker,
    database,
    traffic: createTraffic({
      docker: () => docker,
      proxyImage: () => Promise.reject(new Error('it only reads')),
      httpPort: proxyPort,
      httpsPort: proxyPort + 1,
      probeSecret: 'only-to-read-what-is-there',
      keepLinesMs: 1000,
    }),
    proxyPort,
    call: async (method, path, body) => {
      const type = method === 'PATCH' ? { 'content-type': 'application/merge-patch+json' } : {}
      const answer = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { ...headers, ...type },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
      return text === '' ? {} : JSON.parse(text)
    },
    secondWorker: () => startSecondWorker(place),
    end: async () => {
      await database.$disconnect()
      command.child.kill('SIGTERM')
      await command.exit
      await removePlace(place)
    },
  }
}

/** Another worker with the environment of the one that runs. */
const startSecondWorker = async (place: Place): Promise<() => Promise<void>> => {
  const env = { ...process.env, ...environmentOf(place, 'worker') }
  const { worker } = await ensureBuild()
  const child = spawn(process.execPath, [worker], { cwd: project, env, stdio: 'ignore' })
  return async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  }
}
