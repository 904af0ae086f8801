import { request } from 'node:http'
import { z } from 'zod'
import { Line } from '@/adapters/traffic/line'
import { readServers } from '@/adapters/traffic/look'
import { toSide } from '@/services/hosts/desired-traffic'
import type { Found, Recorded } from './equality'
import type { ChaosInstance } from './instance'

const active = ['queued', 'preparing', 'pre_deploy', 'starting', 'checking', 'shifting', 'verifying'] as const
/** Enough that both proxies and both replicas answer. */
const askEach = 6

/** What the database says of these apps. */
export const readRecorded = ({ truth, apps }: ChaosInstance): Promise<Recorded> =>
  truth.ask(async (database) => {
    const [places, replicas, unfinished] = await Promise.all([
      database.appHost.findMany({ include: { app: { include: { domains: true } } } }),
      database.replica.findMany({ where: { state: { not: 'gone' } }, include: { app: true } }),
      database.deployment.findMany({
        where: { OR: [{ status: { in: [...active] } }, { drainState: 'pending' }] },
        include: { app: true },
      }),
    ])
    const keyOf = new Map(places.map((place) => [place.appId, place.proxyKey ?? 0]))
    return {
      apps: places.map(({ app, appId, proxyKey, activeSide }) => ({
        name: app.name,
        key: proxyKey ?? 0,
        side: activeSide,
        domain: app.domains[0]?.name ?? '',
        replicas: apps.find((one) => one.id === appId)?.replicas ?? 0,
        currentReleaseId: app.currentReleaseId,
      })),
      replicas: replicas.map((replica) => ({
        app: replica.app.name,
        key: keyOf.get(replica.appId) ?? 0,
        container: replica.containerName,
        state: replica.state,
        releaseId: replica.releaseId,
        side: replica.side,
        slot: replica.slot,
        address: `${replica.address}:${replica.port}`,
      })),
      unfinished: unfinished.map((one) => `deployment ${one.number} of ${one.app.name} (${one.status})`),
    }
  })

/** What is there. Throws when the engine or a proxy does not answer. `releaseOf` tells a release by its version. */
export const lookAround = async (
  instance: ChaosInstance,
  recorded: Recorded,
  releaseOf: (version: string) => string,
): Promise<Found> => {
  const { engine, id, traffic, host } = instance
  const proxyNames = [`gapless-${id}-proxy-a`, `gapless-${id}-proxy-b`]
  const surveyed = recorded.apps.map(({ key, side }) => ({ key, active: toSide(side) }))
  const [containers, proxies, survey, backups, answers] = await Promise.all([
    engine.docker.listContainers({ all: true, filters: { label: [`gapless.instance=${id}`] } }),
    traffic.look(host),
    traffic.survey(host, surveyed),
    Promise.all(proxyNames.map((name) => backupsOf(instance, name))),
    Promise.all(
      recorded.apps.map(async (app) => [app.name, await askAround(instance, app.domain, releaseOf)] as const),
    ),
  ])
  return {
    containers: containers.map(({ Names, State }) => ({
      name: Names[0]?.slice(1) ?? '',
      running: State === 'running',
    })),
    proxyNames,
    proxies,
    backups: backups.flat(),
    healthy: survey.health.filter((one) => one.status === 'up'),
    answers: new Map(answers),
  }
}

/** Backup servers that point to a replica. */
const backupsOf = async ({ engine }: ChaosInstance, proxy: string): Promise<Found['backups']> => {
  const line = await Line.open(engine.docker, proxy)
  try {
    const { text } = await line.request('r show servers state', 10_000)
    // Read as if they were primaries, whose names differ by one letter.
    const renamed = text
      .split('\n')
      .flatMap((row) =>
        / k\d+[ab]b\d+ /.test(row) ? row.replace(/ (k\d+[ab])b(\d+) /, ' $1$2 ') : row.startsWith('# be_id') ? row : [],
      )
    return readServers(renamed.join('\n')).map((one) => ({
      proxy,
      server: `k${one.key}${one.side}b${one.slot}`,
      address: one.address,
    }))
  } finally {
    line.close()
  }
}

const askAround = async (
  { proxyPort }: ChaosInstance,
  domain: string,
  releaseOf: (version: string) => string,
): Promise<Set<string>> => {
  const heard = await Promise.all(Array.from({ length: askEach }, () => askOnce(proxyPort, domain)))
  return new Set(heard.map((one) => (one.status === 200 ? releaseOf(one.version) : `status ${one.status}`)))
}

const versionSchema = z.string().catch('')

const askOnce = (port: number, host: string): Promise<{ status: number; version: string }> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, headers: { host }, agent: false }, (response) => {
      response.resume()
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, version: versionSchema.parse(response.headers['x-version']) }),
      )
    })
    sent.on('error', reject)
    sent.end()
  })
