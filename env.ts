import { z } from 'zod'
import { parseRanges } from '@/core/net/address-range'

const port = z.coerce.number().int().min(1).max(65_535)
const present = z.string().min(1)
/** An optional variable that is set but empty counts as absent, as a shell user expects. */
const optional = z
  .string()
  .optional()
  .transform((value) => (value === '' ? undefined : value))

const optionalUrl = optional.refine(
  (value) => value === undefined || z.url({ protocol: /^https?$/ }).safeParse(value).success,
  'must be an address such as https://id.example.com',
)

/** So many days, at least what the charts show. */
const days = (least: number, usual: number) => z.coerce.number().int().min(least).max(3650).default(usual)

/** Set but empty counts as absent, as everywhere. */
const quota = (most: number) =>
  z.preprocess((value) => (value === '' ? undefined : value), z.coerce.number().int().min(0).max(most).optional())

const perMinute = (usual: number) => z.coerce.number().int().min(1).max(10_000_000).default(usual)

const ranges = z
  .string()
  .default('')
  .refine((text) => parseRanges(text) !== null, 'must be addresses or ranges such as 10.1.0.0/16, fd00::/8')
  .transform((text) => parseRanges(text) ?? [])

const isKey = (key: string): boolean => Buffer.from(key, 'base64').length === 32
const keyRule = 'must be 32 bytes, base64'

const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('production'),
  /** Names this installation in every Docker label we write. */
  GAPLESS_INSTANCE_ID: z.string().regex(/^[0-9a-z]{4,32}$/),
  GAPLESS_HOME: present,
  DATABASE_URL: present,
  REDIS_URL: present,
  /** Where people reach the dashboard. */
  NEXTAUTH_URL: z.url(),
  /** Where the dashboard listens on this machine. */
  GAPLESS_WEB_PORT: port.default(3000),
  /** The dashboard's certificate with its chain, and its key, in files that are watched. */
  GAPLESS_TLS_CERT_FILE: optional,
  GAPLESS_TLS_KEY_FILE: optional,
  NEXTAUTH_SECRET: present,
  /** A file of bin/up with the keys that encrypt everything secret in the database; it may change while we run. */
  GAPLESS_KEY_FILE: optional,
  /** Instead of the file, 32 bytes in base64 … */
  GAPLESS_ENCRYPTION_KEY: optional.refine((key) => key === undefined || isKey(key), keyRule),
  /** … and those that still open what they have sealed, separated by commas. */
  GAPLESS_PREVIOUS_ENCRYPTION_KEYS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((key) => key.trim() || []))
    .refine((keys) => keys.every(isKey), keyRule),
  /** Marks the prober's own requests, so that they are not counted as a user's. */
  GAPLESS_PROBE_SECRET: present,
  /** The proxy's image on the local engine; it is sent to hosts that lack it. */
  GAPLESS_PROXY_IMAGE: present,
  /** What a first app may be made of, to see how it goes. */
  GAPLESS_SAMPLE_IMAGE: optional,
  GAPLESS_PROXY_HTTP_PORT: port,
  GAPLESS_PROXY_HTTPS_PORT: port,
  /** Addresses beside the public internet that monitors and webhooks may ask: `10.1.0.0/16, fd00::/8`. */
  GAPLESS_ALLOWED_RANGES: ranges,
  /** Reverse proxies in front of the dashboard, beside those on this machine, that are believed whom they forward. */
  GAPLESS_TRUSTED_PROXIES: ranges,
  /** For how many days what monitors find out is kept: each check, minutes, hours and days of them, past incidents. */
  GAPLESS_KEEP_CHECKS_DAYS: days(1, 2),
  GAPLESS_KEEP_MINUTES_DAYS: days(2, 2),
  GAPLESS_KEEP_HOURS_DAYS: days(31, 100),
  GAPLESS_KEEP_DAYS_DAYS: days(91, 400),
  GAPLESS_KEEP_INCIDENTS_DAYS: days(91, 400),
  /** For how many days the audit log is kept. */
  GAPLESS_KEEP_AUDIT_DAYS: days(1, 730),
  /** The most apps, monitors and megabytes of deployment logs of a team; unset: no limit. An operator may set others for a team. */
  GAPLESS_QUOTA_APPS: quota(100_000),
  GAPLESS_QUOTA_MONITORS: quota(1_000_000),
  GAPLESS_QUOTA_LOG_MB: quota(1_000_000),
  /** `off`: nobody is limited in how often they call. */
  GAPLESS_RATE_LIMIT: z.enum(['on', 'off']).default('on'),
  /** Calls a minute: of one API token, one person, from one address with wrong credentials or with nobody signed in yet, by one visitor of public pages. */
  GAPLESS_RATE_TOKEN: perMinute(3000),
  GAPLESS_RATE_USER: perMinute(1200),
  GAPLESS_RATE_ADDRESS: perMinute(300),
  GAPLESS_RATE_VISITOR: perMinute(600),
  /** Deployments a minute that one deploy hook may start. */
  GAPLESS_RATE_HOOK: perMinute(30),
  DOCKER_HOST: optional,
  SMTP_URL: optional,
  /** First start only: the owner's login; generated when absent. */
  GAPLESS_OWNER_EMAIL: optional,
  GAPLESS_OWNER_PASSWORD: optional,
  /** Any provider of OpenID Connect that people may sign in with, and what its button says. */
  GAPLESS_OIDC_ISSUER: optionalUrl,
  GAPLESS_OIDC_CLIENT_ID: optional,
  GAPLESS_OIDC_CLIENT_SECRET: optional,
  GAPLESS_OIDC_NAME: z.string().max(40).default(''),
  /** The same for GitHub, or for a GitHub Enterprise Server at another address. */
  GAPLESS_GITHUB_CLIENT_ID: optional,
  GAPLESS_GITHUB_CLIENT_SECRET: optional,
  GAPLESS_GITHUB_URL: optionalUrl,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

const complete = schema.refine((settings) => settings.GAPLESS_KEY_FILE ?? settings.GAPLESS_ENCRYPTION_KEY, {
  path: ['GAPLESS_ENCRYPTION_KEY'],
  message: 'is missing',
})

/** The settings of a Gapless process; `bin/up` sets them all. */
export type Env = z.infer<typeof schema>

let cached: Env | undefined

/**
 * The settings, read and checked at the first call, so that building needs none of them.
 * Throws naming every variable that is missing or wrong, never its value.
 */
export function env(): Env {
  if (cached) return cached
  const parsed = complete.safeParse(process.env)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The environment is incomplete. Start Gapless with bin/up. ${faults.join('; ')}`)
  }
  cached = parsed.data
  return cached
}
