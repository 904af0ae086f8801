import { z } from 'zod'
import { httpUrlSchema } from '../net/http-url'
import { isExpectedStatusText } from './expected-status'

const printable = /^[^\p{Cc}]*$/u

const whole = (from: number, to: number) => {
  const message = `Use a whole number from ${from} to ${to}.`
  return z.int(message).min(from, message).max(to, message)
}

const monitorNameSchema = z
  .string()
  .trim()
  .min(1, 'Give it a name.')
  .max(100, 'A name has at most 100 characters.')
  .regex(printable, 'A name has no control characters.')

/** What is watched. A login does not belong into it: it would stand in lists and messages. */
const monitorUrlSchema = httpUrlSchema.refine(
  (url) => !URL.canParse(url) || new URL(url).username === '',
  'Leave the login out of the URL; use auth.',
)

/** Said by the client itself, or meant for the proxies only. */
const ownHeaders = /^(connection|content-length|host|keep-alive|te|trailer|transfer-encoding|upgrade|x-gapless-.*)$/i

const headersSchema = z
  .record(
    z
      .string()
      .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'A header name has letters, digits and dashes, at most 100.')
      .refine((name) => !ownHeaders.test(name), 'This header is set by the check itself.'),
    z
      .string()
      .max(4000, 'A header has at most 4,000 characters.')
      .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'A header has no line breaks and no characters beyond Latin-1.'),
  )
  .refine((headers) => Object.keys(headers).length <= 50, 'At most 50 headers.')

const authSchema = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('basic'),
      username: z
        .string()
        .max(500)
        .regex(/^[^:\p{Cc}]*$/u, 'A user name has no colon.'),
      password: z.string().max(2000).regex(printable, 'A password has no control characters.'),
    }),
    z.strictObject({
      type: z.literal('bearer'),
      token: z
        .string()
        .min(1, 'Give the token.')
        .max(8000)
        .regex(/^[\x21-\x7e]+$/, 'A token has no spaces.'),
    }),
  ])
  .nullable()

/** All of the request that may be secret; kept sealed. */
export const requestSchema = z.strictObject({
  headers: headersSchema.default({}),
  body: z.string().max(100_000, 'A body has at most 100,000 characters.').nullable().default(null),
  auth: authSchema.default(null),
})
export type MonitorRequest = z.output<typeof requestSchema>

export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

export const keywordSchema = z.strictObject({
  text: z.string().min(1, 'Give the words to look for.').max(500, 'At most 500 characters.'),
  mustContain: z.boolean().default(true),
})

/** A monitor as people write it. Null says the same as leaving it out. */
export const monitorSchema = z
  .strictObject({
    name: monitorNameSchema,
    appId: z.string().max(64).nullable().default(null).describe('The app whose deployments it belongs to.'),
    url: monitorUrlSchema,
    method: z.enum(methods).default('GET'),
    ...requestSchema.shape,
    expectedStatus: z
      .string()
      .max(100)
      .refine(isExpectedStatusText, 'Use statuses and ranges such as 200-299 or 200,301-308.')
      .default('200-299'),
    keyword: keywordSchema.nullable().default(null).describe('Looked for in the first megabyte of the answer.'),
    followRedirects: z.boolean().default(true),
    ipVersion: z
      .union([z.literal(4), z.literal(6)])
      .nullable()
      .default(null)
      .describe('null: whichever answers.'),
    intervalSeconds: whole(5, 86_400).default(60),
    deployIntervalSeconds: whole(1, 3600).default(5).describe('While its app is being deployed.'),
    timeoutMs: whole(100, 60_000).default(10_000),
    failureThreshold: whole(1, 20).default(2).describe('Failed checks in a row that make an incident.'),
    recoveryThreshold: whole(1, 20).default(1).describe('Good checks in a row that end it.'),
    degradedMs: whole(1, 60_000).nullable().default(null).describe('Slower than that is degraded.'),
    tlsExpiryDays: whole(0, 365).default(14).describe('An incident so many days before the certificate expires.'),
    reminderMinutes: whole(1, 10_080).nullable().default(null).describe('Told again, until acknowledged.'),
    enabled: z.boolean().default(true),
    channelIds: z.array(z.string().max(64)).max(20, 'At most 20 channels.').default([]),
  })
  .refine(({ method, body }) => body === null || !['GET', 'HEAD'].includes(method), {
    path: ['body'],
    message: 'A GET or HEAD request has no body; choose another method.',
  })
export type MonitorInput = z.input<typeof monitorSchema>
export type MonitorDefinition = z.output<typeof monitorSchema>
