import { z } from 'zod'
import { parseRanges } from '@/core/net/address-range'
import { Fault } from './fault'

const port = (fallback: number) => z.coerce.number().int().min(1).max(65_535).default(fallback)

const isKey = (key: string) => Buffer.from(key, 'base64').length === 32
const keyRule = 'must be 32 bytes in base64 (openssl rand -base64 32)'

const schema = z.object({
  PORT: port(3000),
  GAPLESS_PROXY_HTTP_PORT: port(8080),
  GAPLESS_PROXY_HTTPS_PORT: port(8443),
  GAPLESS_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => new URL(url).origin)
    .optional(),
  GAPLESS_TRUSTED_PROXIES: z
    .string()
    .refine((text) => parseRanges(text) !== null, 'must be addresses or ranges such as 10.1.0.0/16, fd00::/8')
    .optional(),
  GAPLESS_TLS_CERT_FILE: z.string().optional(),
  GAPLESS_TLS_KEY_FILE: z.string().optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  DOCKER_HOST: z.string().optional(),
  GAPLESS_OWNER_EMAIL: z.email().optional(),
  GAPLESS_OWNER_PASSWORD: z.string().min(10).max(200).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  GAPLESS_ENCRYPTION_KEY: z.base64().refine(isKey, keyRule).optional(),
  GAPLESS_PREVIOUS_ENCRYPTION_KEYS: z
    .string()
    .transform((text) => text.split(',').flatMap((key) => key.trim() || []))
    .refine((keys) => keys.every(isKey), keyRule)
    .optional(),
  NEXTAUTH_SECRET: z.string().min(16).optional(),
})

/** What a person may set for a start; all of it is optional. */
export type Settings = z.infer<typeof schema>

/** Reads the variables; an empty one counts as not set. Throws a {@link Fault} that names the wrong one, not its value. */
export function readSettings(variables: NodeJS.ProcessEnv): Settings {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(set)
  const fault = parsed.error?.issues[0]
  if (fault) throw new Fault(`${fault.path.join('.')} cannot be used: ${fault.message}. Correct it or leave it out.`)
  const settings = schema.parse(set)
  const ports = [settings.PORT, settings.GAPLESS_PROXY_HTTP_PORT, settings.GAPLESS_PROXY_HTTPS_PORT]
  if (new Set(ports).size < ports.length) {
    throw new Fault('PORT, GAPLESS_PROXY_HTTP_PORT and GAPLESS_PROXY_HTTPS_PORT must be three different ports.')
  }
  if ((settings.GAPLESS_TLS_CERT_FILE === undefined) !== (settings.GAPLESS_TLS_KEY_FILE === undefined)) {
    throw new Fault('GAPLESS_TLS_CERT_FILE and GAPLESS_TLS_KEY_FILE belong together: set both, or neither.')
  }
  return settings
}
