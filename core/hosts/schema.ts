import { z } from 'zod'
import { nameSchema, portSchema } from '../apps/fields'

const pemSchema = (what: string) =>
  z
    .string()
    .max(20_000)
    .regex(/^-----BEGIN [A-Z ]+-----[\s\S]+-----END [A-Z ]+-----\s*$/, `Paste the ${what} in PEM form.`)

const addressSchema = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/, 'Use a host name or an IP address.')

const endpointSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('socket'),
    path: z
      .string()
      .max(108)
      .regex(/^(\/[A-Za-z0-9._-]+)+$/, 'Use an absolute path such as /var/run/docker.sock.'),
  }),
  z.strictObject({
    type: z.literal('tcp'),
    host: addressSchema,
    port: portSchema.default(2376),
    tls: z.strictObject({
      ca: pemSchema('CA certificate'),
      cert: pemSchema('client certificate'),
      key: pemSchema('client key'),
    }),
  }),
  z.strictObject({
    type: z.literal('ssh'),
    host: addressSchema,
    port: portSchema.default(22),
    username: z.string().regex(/^[a-z_][a-z0-9_.-]{0,31}$/i, 'Use a plain user name.'),
    privateKey: pemSchema('private key'),
    hostKey: z
      .string()
      .max(4000)
      .regex(
        /^[a-z0-9@.-]+ [A-Za-z0-9+/=]+( .*)?$/,
        'Paste the line of the server key, as ssh-keyscan prints it: ssh-ed25519 AAAA….',
      ),
  }),
])

export const hostSchema = z.strictObject({
  name: nameSchema,
  endpoint: endpointSchema,
  /** Where users reach its proxies; the endpoint's own host if left out. */
  publicAddress: addressSchema.optional(),
})

export type Endpoint = z.output<typeof endpointSchema>

/** The endpoint as it may be shown: without keys. */
export type PublicEndpoint =
  | { type: 'socket'; path: string }
  | { type: 'tcp'; host: string; port: number }
  | { type: 'ssh'; host: string; port: number; username: string; hostKey: string }

/** Splits an endpoint in what may be shown and what is sealed. */
export const splitEndpoint = (endpoint: Endpoint): { shown: PublicEndpoint; secret: Record<string, string> } => {
  switch (endpoint.type) {
    case 'socket':
      return { shown: endpoint, secret: {} }
    case 'tcp': {
      const { tls, ...shown } = endpoint
      return { shown, secret: tls }
    }
    case 'ssh': {
      const { privateKey, ...shown } = endpoint
      return { shown, secret: { privateKey } }
    }
  }
}

/** Puts the two halves together again; throws a ZodError if they do not fit. */
export const joinEndpoint = (shown: unknown, secret: Record<string, string>): Endpoint => {
  const base = z.looseObject({ type: z.string() }).parse(shown)
  return endpointSchema.parse(
    base.type === 'tcp' ? { ...base, tls: secret } : base.type === 'ssh' ? { ...base, ...secret } : base,
  )
}
