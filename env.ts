import { z } from 'zod'
import { parseRange } from '@/core/net/address-range'

const port = z.coerce.number().int().min(1).max(65_535)
const present = z.string().min(1)
/** An optional variable that is set but empty counts as absent, as a shell user expects. */
const optional = z
  .string()
  .optional()
  .transform((value) => (value === '' ? undefined : value))

/** So many days, at least what the charts show. */
const days = (least: number, usual: number) => z.coerce.number().int().min(least).max(3650).default(usual)

const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('production'),
  /** Names this installation in every Docker label we write. */
  GAPLESS_INSTANCE_ID: z.string().regex(/^[0-9a-z]{4,32}$/),
  GAPLESS_HOME: present,
  DATABASE_URL: present,
  REDIS_URL: present,
  /** Where people reach the dashboard. */
  NEXTAUTH_URL: z.url(),
  NEXTAUTH_SECRET: present,
  /** 32 bytes in base64: encrypts everything secret in the database. */
  GAPLESS_ENCRYPTION_KEY: z
    .string()
    .refine((key) => Buffer.from(key, 'base64').length === 32, 'must be 32 bytes, base64'),
  /** Marks the prober's own requests, so that they are not counted as a user's. */
  GAPLESS_PROBE_SECRET: present,
  /** The proxy's image on the local engine; it is sent to hosts that lack it. */
  GAPLESS_PROXY_IMAGE: present,
  /** What a first app may be made of, to see how it goes. */
  GAPLESS_SAMPLE_IMAGE: optional,
  GAPLESS_PROXY_HTTP_PORT: port,
  GAPLESS_PROXY_HTTPS_PORT: port,
  /** Addresses beside the public internet that monitors and webhooks may ask: `10.1.0.0/16, fd00::/8`. */
  GAPLESS_ALLOWED_RANGES: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((range) => range.trim() !== ''))
    .refine((ranges) => ranges.every((range) => parseRange(range) !== null), 'must be ranges such as 10.1.0.0/16')
    .transform((ranges) => ranges.flatMap((range) => [parseRange(range)].filter((one) => one !== null))),
  /** For how many days what monitors find out is kept: each check, minutes, hours and days of them, past incidents. */
  GAPLESS_KEEP_CHECKS_DAYS: days(1, 2),
  GAPLESS_KEEP_MINUTES_DAYS: days(2, 2),
  GAPLESS_KEEP_HOURS_DAYS: days(31, 100),
  GAPLESS_KEEP_DAYS_DAYS: days(91, 400),
  GAPLESS_KEEP_INCIDENTS_DAYS: days(91, 400),
  DOCKER_HOST: optional,
  SMTP_URL: optional,
  /** First start only: the owner's login; generated when absent. */
  GAPLESS_OWNER_EMAIL: optional,
  GAPLESS_OWNER_PASSWORD: optional,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
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
  const parsed = schema.safeParse(process.env)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The environment is incomplete. Start Gapless with bin/up. ${faults.join('; ')}`)
  }
  cached = parsed.data
  return cached
}
