import { join } from 'node:path'
import type { Build } from './build'
import type { Credentials } from './credentials'
import { trueHome } from './home'
import type { Instance, Secrets } from './identity'
import type { Settings } from './settings'

/** Variables of ours that go on to our processes as they are. */
const PASSED_ON =
  /^(PATH|HOME|USER|LANG|LC_\w+|TZ|TMPDIR|DOCKER_\w+|GAPLESS_(OIDC_\w+|GITHUB_\w+|ALLOWED_RANGES|TRUSTED_PROXIES|TLS_(CERT|KEY)_FILE|KEEP_\w+_DAYS|RATE_\w+|QUOTA_\w+)|SMTP_URL|LOG_LEVEL|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_\w+)$/i

export interface Parts {
  settings: Settings
  instance: Instance
  secrets: Secrets
  build: Build
  /** Tag of the proxy's image. */
  proxyImage: string
  /** Tag of the sample app's image, which a first app may be made of. */
  sampleImage: string
  credentials: Credentials
  databaseUrl: string
  redisUrl: string
}

/** Keys that we keep are read from our file, where a rotation shows at once; given ones go on as they were given. */
function keysOf(settings: Settings, secrets: Secrets): Record<string, string> {
  if (settings.GAPLESS_ENCRYPTION_KEY === undefined) return { GAPLESS_KEY_FILE: join(trueHome(), 'secrets.json') }
  return {
    GAPLESS_ENCRYPTION_KEY: secrets.encryptionKey,
    GAPLESS_PREVIOUS_ENCRYPTION_KEYS: (secrets.previousEncryptionKeys ?? []).join(','),
  }
}

/** All that web and worker are told: they read nothing else. */
export function productEnvironment(parts: Parts): Record<string, string> {
  const { settings, instance, secrets } = parts
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && value !== '' && PASSED_ON.test(name) ? [[name, value] as const] : [],
  )
  return {
    ...Object.fromEntries(inherited),
    NEXT_TELEMETRY_DISABLED: '1',
    GAPLESS_HOME: trueHome(),
    GAPLESS_BUILD: parts.build.name,
    GAPLESS_WEB_BUILD: parts.build.web,
    GAPLESS_INSTANCE_ID: instance.id,
    ...keysOf(settings, secrets),
    GAPLESS_PROXY_IMAGE: parts.proxyImage,
    GAPLESS_SAMPLE_IMAGE: parts.sampleImage,
    GAPLESS_PROBE_SECRET: secrets.probeSecret,
    GAPLESS_PROXY_HTTP_PORT: String(settings.GAPLESS_PROXY_HTTP_PORT),
    GAPLESS_PROXY_HTTPS_PORT: String(settings.GAPLESS_PROXY_HTTPS_PORT),
    NEXTAUTH_SECRET: secrets.nextAuthSecret,
    GAPLESS_WEB_PORT: String(settings.PORT),
    NEXTAUTH_URL: settings.GAPLESS_URL ?? (process.env.NEXTAUTH_URL || parts.credentials.url),
    DATABASE_URL: parts.databaseUrl,
    REDIS_URL: parts.redisUrl,
  }
}
