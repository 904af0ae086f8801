import { z } from 'zod'
import { Fault } from './fault'

const port = (fallback: number) => z.coerce.number().int().min(1).max(65_535).default(fallback)

const schema = z.object({
  PORT: port(3000),
  GAPLESS_PROXY_HTTP_PORT: port(8080),
  GAPLESS_PROXY_HTTPS_PORT: port(8443),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  DOCKER_HOST: z.string().optional(),
  GAPLESS_OWNER_EMAIL: z.email().optional(),
  GAPLESS_OWNER_PASSWORD: z.string().min(10).max(200).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  GAPLESS_ENCRYPTION_KEY: z
    .base64()
    .refine((key) => Buffer.from(key, 'base64').length === 32, 'must be 32 bytes in base64 (openssl rand -base64 32)')
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
  return settings
}
