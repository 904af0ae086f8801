import type Dockerode from 'dockerode'
import type { Redis } from 'ioredis'
import type { NextAuthOptions } from 'next-auth'
import { createArgon2Passwords } from '@/adapters/auth/argon2-passwords'
import { createAuthOptions } from '@/adapters/auth/next-auth-options'
import { createRedisAttempts } from '@/adapters/auth/redis-attempts'
import { createHttpChecker } from '@/adapters/checking/http-checker'
import { systemClock } from '@/adapters/clock/system-clock'
import { createDatabase } from '@/adapters/database/client'
import { scopedTo } from '@/adapters/database/scoped-client'
import { createDockerClients } from '@/adapters/docker/client'
import { copyImage } from '@/adapters/docker/copy-image'
import { createContainers } from '@/adapters/docker/create-containers'
import { createRedisLiveEvents } from '@/adapters/live-events/redis-live-events'
import { createLog } from '@/adapters/logging/log'
import { createCachedResolver } from '@/adapters/net/cached-resolver'
import { createDnsResolver } from '@/adapters/net/dns-resolver'
import { createNotifier } from '@/adapters/notifiers/create-notifier'
import { createMailer } from '@/adapters/notifiers/mailer'
import { createHttpProber } from '@/adapters/probing/http-prober'
import { createJobQueues, type JobQueues } from '@/adapters/queue/bullmq-jobs'
import { createRedis, createWorkerRedis } from '@/adapters/queue/redis-connection'
import { cronSchedule } from '@/adapters/schedule/cron-schedule'
import { createTraffic } from '@/adapters/traffic/create-traffic'
import { createAesVault } from '@/adapters/vault/aes-vault'
import { createHmacLinkSigner } from '@/adapters/vault/hmac-link-signer'
import { type Actor, systemActor } from '@/core/access/actor'
import { isInRanges, isPublicAddress } from '@/core/net/address-range'
import type { Attempts } from '@/core/ports/attempts'
import type { HostTarget } from '@/core/ports/host-target'
import type { Passwords } from '@/core/ports/passwords'
import { env } from '@/env'
import type { Context, Database } from '@/services/context'
import { createSession } from '@/services/sessions/create-session'
import { endSession } from '@/services/sessions/end-session'

/** The composition root: the only file that joins services to adapters. One set of connections a process. */
interface Parts extends Omit<Context, 'actor' | 'db'> {
  jobs: JobQueues
  redis: Redis
  passwords: Passwords
  attempts: Attempts
  docker: (host: Pick<HostTarget, 'id' | 'endpoint'>) => Dockerode
}

declare global {
  // Next evaluates a module once for each bundle that has it; the connections are to be shared all the same.
  var gaplessParts: Parts | undefined
}

/** The engine on which bin/up builds our own images. */
const localEngine = (dockerHost: string | undefined): Pick<HostTarget, 'id' | 'endpoint'> => ({
  id: 'local',
  endpoint: { type: 'socket', path: dockerHost?.replace(/^unix:\/\//, '') ?? '/var/run/docker.sock' },
})

const createParts = (): Parts => {
  const settings = env()
  const redis = createRedis(settings.REDIS_URL)
  const docker = createDockerClients()
  const resolver = createDnsResolver()
  // Monitors and messages are looked up and judged in the same way.
  const outside = createCachedResolver(resolver)
  const mailer = createMailer(settings.SMTP_URL)
  const mayConnect = (address: string): boolean =>
    isPublicAddress(address) || isInRanges(address, settings.GAPLESS_ALLOWED_RANGES)
  const log = createLog(settings.LOG_LEVEL, process.title)
  redis.on('error', (error: Error) => log.warn({ error: error.message }, 'Redis is away'))
  const subscriber = createWorkerRedis(settings.REDIS_URL)
  subscriber.on('error', () => undefined)
  return {
    instanceDb: createDatabase(settings.DATABASE_URL),
    containers: createContainers(docker),
    traffic: createTraffic({
      docker,
      proxyImage: async (host, onProgress) => {
        const tag = settings.GAPLESS_PROXY_IMAGE
        await copyImage({ from: docker(localEngine(settings.DOCKER_HOST)), to: docker(host), tag, onProgress })
        return tag
      },
      httpPort: settings.GAPLESS_PROXY_HTTP_PORT,
      httpsPort: settings.GAPLESS_PROXY_HTTPS_PORT,
      probeSecret: settings.GAPLESS_PROBE_SECRET,
      keepLinesMs: 60_000,
    }),
    prober: createHttpProber(settings.GAPLESS_PROBE_SECRET),
    resolver,
    checker: createHttpChecker({ resolver: outside }),
    mayConnect,
    jobs: createJobQueues(redis, settings.GAPLESS_INSTANCE_ID),
    live: createRedisLiveEvents(redis, subscriber, settings.GAPLESS_INSTANCE_ID),
    vault: createAesVault([settings.GAPLESS_ENCRYPTION_KEY]),
    notifier: createNotifier({ resolver: outside, mayConnect, mailer }),
    mailer,
    signer: createHmacLinkSigner(settings.GAPLESS_ENCRYPTION_KEY),
    schedule: cronSchedule,
    clock: systemClock,
    instance: {
      id: settings.GAPLESS_INSTANCE_ID,
      proxyHttpPort: settings.GAPLESS_PROXY_HTTP_PORT,
      url: settings.NEXTAUTH_URL,
      sampleImage: settings.GAPLESS_SAMPLE_IMAGE ?? null,
    },
    log,
    redis,
    passwords: createArgon2Passwords(),
    attempts: createRedisAttempts(redis, settings.GAPLESS_INSTANCE_ID),
    docker,
  }
}

export const instanceParts = (): Parts => {
  globalThis.gaplessParts ??= createParts()
  return globalThis.gaplessParts
}

/** Everything a service needs to act as this actor, its database narrowed to the actor's team. */
export const contextFor = (actor: Actor): Context => {
  const parts = instanceParts()
  return { ...parts, actor, db: scopedTo(parts.instanceDb, actor.teamId) satisfies Database }
}

export const systemContext = (teamId: string): Context => contextFor(systemActor(teamId))

/** How people sign in; for next-auth's route and for reading its cookie. */
export const authOptions = (): NextAuthOptions => {
  const parts = instanceParts()
  return createAuthOptions({
    secret: env().NEXTAUTH_SECRET,
    onError: (code) => parts.log.warn({ code }, 'next-auth could not do what was asked'),
    signIn: (input) => createSession({ ctx: parts, input }),
    signOut: (sessionId) => endSession(parts, { sessionId }),
  })
}
