import type Dockerode from 'dockerode'
import type { Redis } from 'ioredis'
import type { NextAuthOptions } from 'next-auth'
import { createArgon2Passwords } from '@/adapters/auth/argon2-passwords'
import { type Caller, createAuthOptions } from '@/adapters/auth/next-auth-options'
import type { ProviderSettings } from '@/adapters/auth/providers'
import { createRedisAttempts } from '@/adapters/auth/redis-attempts'
import { totpCodes } from '@/adapters/auth/totp-codes'
import { createBackups } from '@/adapters/backups/create-backups'
import { readCertificateFiles } from '@/adapters/certificates/certificate-files'
import { x509Reader } from '@/adapters/certificates/x509-reader'
import { createHttpChecker } from '@/adapters/checking/http-checker'
import { systemClock } from '@/adapters/clock/system-clock'
import { createDatabase } from '@/adapters/database/client'
import { scopedTo } from '@/adapters/database/scoped-client'
import { createDockerClients } from '@/adapters/docker/client'
import { copyImage } from '@/adapters/docker/copy-image'
import { createContainers } from '@/adapters/docker/create-containers'
import { createRedisRateLimiter, noRateLimiter } from '@/adapters/limits/redis-rate-limiter'
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
import { createKeyFile } from '@/adapters/vault/key-file'
import { type KeyRing, presentKeys } from '@/adapters/vault/key-ring'
import { type Actor, systemActor } from '@/core/access/actor'
import { describeError } from '@/core/describe-error'
import type { RateKind } from '@/core/limits/rates'
import { isInRanges, isPublicAddress } from '@/core/net/address-range'
import { dashboardName } from '@/core/net/dashboard-name'
import type { HostTarget } from '@/core/ports/host-target'
import type { RateLimiter } from '@/core/ports/rate-limiter'
import { type Env, env } from '@/env'
import { version } from '@/package.json'
import type { Context, Database } from '@/services/context'
import type { CertificateTexts } from '@/services/dashboard/keep-files'
import { createSession } from '@/services/sessions/create-session'
import { createSessionByIdentity } from '@/services/sessions/create-session-by-identity'
import { createSessionByLink } from '@/services/sessions/create-session-by-link'
import { endSession } from '@/services/sessions/end-session'

/** The composition root: the only file that joins services to adapters. One set of connections a process. */
interface Parts extends Omit<Context, 'actor' | 'db'> {
  jobs: JobQueues
  redis: Redis
  rateLimiter: RateLimiter
  ratesPerMinute: Record<RateKind, number>
  docker: (host: Reached) => Dockerode
}

declare global {
  // Next evaluates a module once for each bundle that has it; the connections are to be shared all the same.
  var gaplessParts: Parts | undefined
}

type Reached = Pick<HostTarget, 'id' | 'endpoint' | 'anyAddress'>

/** The engine on which bin/up builds our own images. */
const localEngine = (dockerHost: string | undefined): Reached => ({
  id: 'local',
  anyAddress: true,
  endpoint: { type: 'socket', path: dockerHost?.replace(/^unix:\/\//, '') ?? '/var/run/docker.sock' },
})

/** Keys that bin/up keeps are read from its file, where a rotation shows at once; those that it was given stay. */
const keyRingOf = ({ GAPLESS_KEY_FILE, GAPLESS_ENCRYPTION_KEY, GAPLESS_PREVIOUS_ENCRYPTION_KEYS }: Env): KeyRing => {
  if (GAPLESS_KEY_FILE !== undefined) return createKeyFile(GAPLESS_KEY_FILE)
  if (GAPLESS_ENCRYPTION_KEY === undefined) throw new Error('there is no encryption key')
  return [GAPLESS_ENCRYPTION_KEY, ...GAPLESS_PREVIOUS_ENCRYPTION_KEYS]
}

const createParts = (): Parts => {
  const settings = env()
  const redis = createRedis(settings.REDIS_URL)
  const resolver = createDnsResolver()
  // Monitors and messages are looked up and judged in the same way.
  const outside = createCachedResolver(resolver)
  const mailer = createMailer(settings.SMTP_URL)
  const mayConnect = (address: string): boolean =>
    isPublicAddress(address) || isInRanges(address, settings.GAPLESS_ALLOWED_RANGES)
  const docker = createDockerClients({ resolver, mayConnect })
  const dashboard = dashboardName(settings.NEXTAUTH_URL)
  const log = createLog(settings.LOG_LEVEL, process.title)
  redis.on('error', (error: Error) => log.warn({ error: error.message }, 'Redis is away'))
  const keys = keyRingOf(settings)
  const subscriber = createWorkerRedis(settings.REDIS_URL)
  subscriber.on('error', () => undefined)
  const instanceDb = createDatabase(settings.DATABASE_URL)
  return {
    instanceDb,
    containers: createContainers(docker),
    traffic: createTraffic({
      docker,
      isHost: async (id) => (await instanceDb.host.count({ where: { id } })) > 0,
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
    vault: createAesVault(keys),
    notifier: createNotifier({ resolver: outside, mayConnect, mailer }),
    mailer,
    certificates: x509Reader,
    signer: createHmacLinkSigner(keys),
    schedule: cronSchedule,
    backups: createBackups({
      databaseUrl: settings.DATABASE_URL,
      home: settings.GAPLESS_HOME,
      instanceId: settings.GAPLESS_INSTANCE_ID,
      madeBy: version,
      keys: () => presentKeys(keys),
      vaultOf: createAesVault,
      nextAuthSecret: settings.NEXTAUTH_SECRET,
      probeSecret: settings.GAPLESS_PROBE_SECRET,
      resolver,
    }),
    clock: systemClock,
    instance: {
      id: settings.GAPLESS_INSTANCE_ID,
      proxyHttpPort: settings.GAPLESS_PROXY_HTTP_PORT,
      proxyHttpsPort: settings.GAPLESS_PROXY_HTTPS_PORT,
      dashboard: dashboard === null ? null : { domain: dashboard, port: settings.GAPLESS_WEB_PORT },
      url: settings.NEXTAUTH_URL,
      sampleImage: settings.GAPLESS_SAMPLE_IMAGE ?? null,
      quotas: {
        apps: settings.GAPLESS_QUOTA_APPS ?? null,
        monitors: settings.GAPLESS_QUOTA_MONITORS ?? null,
        logBytes: settings.GAPLESS_QUOTA_LOG_MB === undefined ? null : settings.GAPLESS_QUOTA_LOG_MB * 1024 * 1024,
      },
    },
    log,
    redis,
    passwords: createArgon2Passwords(),
    attempts: createRedisAttempts(redis, settings.GAPLESS_INSTANCE_ID),
    codes: totpCodes,
    rateLimiter:
      settings.GAPLESS_RATE_LIMIT === 'off'
        ? noRateLimiter
        : createRedisRateLimiter(redis, settings.GAPLESS_INSTANCE_ID),
    ratesPerMinute: {
      token: settings.GAPLESS_RATE_TOKEN,
      user: settings.GAPLESS_RATE_USER,
      address: settings.GAPLESS_RATE_ADDRESS,
      visitor: settings.GAPLESS_RATE_VISITOR,
      hook: settings.GAPLESS_RATE_HOOK,
    },
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
  return { ...parts, actor, db: scopedTo(parts.instanceDb, actor) satisfies Database }
}

export const systemContext = (teamId: string): Context => contextFor(systemActor(teamId))

/** Other providers that people may sign in with; each takes an id and a secret of ours there. */
const providerSettings = (settings: Env): ProviderSettings => {
  const {
    GAPLESS_OIDC_ISSUER: issuer,
    GAPLESS_OIDC_CLIENT_ID: oidcId,
    GAPLESS_OIDC_CLIENT_SECRET: oidcSecret,
    GAPLESS_OIDC_NAME: name,
    GAPLESS_GITHUB_CLIENT_ID: githubId,
    GAPLESS_GITHUB_CLIENT_SECRET: githubSecret,
    GAPLESS_GITHUB_URL: url = 'https://github.com',
  } = settings
  return {
    oidc:
      issuer && oidcId && oidcSecret
        ? { issuer, clientId: oidcId, clientSecret: oidcSecret, name: name || new URL(issuer).hostname }
        : null,
    github: githubId && githubSecret ? { clientId: githubId, clientSecret: githubSecret, url } : null,
  }
}

/** What the sign-in page offers beside a password. */
export const signInWays = (): { mail: boolean; providers: { id: 'oidc' | 'github'; name: string }[] } => {
  const { oidc, github } = providerSettings(env())
  return {
    mail: instanceParts().mailer.isSet,
    providers: [
      ...(oidc ? [{ id: 'oidc' as const, name: oidc.name }] : []),
      ...(github ? [{ id: 'github' as const, name: 'GitHub' }] : []),
    ],
  }
}

const nobody: Caller = { ip: 'unknown', userAgent: '' }

/** How people sign in; for next-auth's route, which names the caller, and for reading its cookie. */
export const authOptions = (caller: Caller = nobody): NextAuthOptions => {
  const ctx = instanceParts()
  const settings = env()
  return createAuthOptions({
    secret: settings.NEXTAUTH_SECRET,
    url: settings.NEXTAUTH_URL,
    caller,
    providers: providerSettings(settings),
    onFault: (error) => ctx.log.error({ error: describeError(error) }, 'a sign-in failed'),
    onError: (code) => ctx.log.warn({ code }, 'next-auth could not do what was asked'),
    signIn: (input) => createSession({ ctx, input }),
    signInByLink: (input) => createSessionByLink({ ctx, input }),
    signInByIdentity: (input) => createSessionByIdentity({ ctx, input }),
    signOut: (sessionId) => endSession(ctx, { sessionId, ip: caller.ip }),
  })
}

/** What the operator's files hold as the dashboard's certificate; null where none are named. Throws as they are read. */
export const dashboardFiles = async (): Promise<CertificateTexts | null> => {
  const { GAPLESS_TLS_CERT_FILE: certificate, GAPLESS_TLS_KEY_FILE: privateKey } = env()
  return certificate !== undefined && privateKey !== undefined
    ? readCertificateFiles({ certificate, privateKey })
    : null
}
