import { randomBytes } from 'node:crypto'
import { vi } from 'vitest'
import { z } from 'zod'
import { instanceParts } from '@/runtime'
import type { Database } from '@/services/context'
import { newTokenSecret } from '@/services/tokens/token-secret'
import { callRoute } from './api-routes'
import { freshDatabase } from './database'
import { startThrowawayRedis } from './redis'

const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })),
})

type TokenRole = 'owner' | 'admin' | 'developer' | 'viewer' | 'metrics'

interface CallOptions {
  token?: string
  /** Sent as JSON, a string as it is. */
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

import { makerIn } from './maker'

export interface ApiWorld {
  database: Database
  instanceId: string
  /** A team with a host named `local` and an owner's token. */
  addTeam(): Promise<{ teamId: string; token: string; hostId: string }>
  addToken(teamId: string, role: TokenRole): Promise<string>
  call(method: string, path: string, options?: CallOptions): Promise<Response>
  close(): Promise<void>
}

/** The API's routes as Next would call them, on the real runtime with a database and a Redis of their own. */
export const createApiWorld = async (more: Record<string, string> = {}): Promise<ApiWorld> => {
  const redis = await startThrowawayRedis()
  const instanceId = `t${randomBytes(5).toString('hex')}`
  const settings = {
    NODE_ENV: 'test',
    GAPLESS_INSTANCE_ID: instanceId,
    GAPLESS_HOME: '/nonexistent',
    DATABASE_URL: await freshDatabase(),
    REDIS_URL: redis.url,
    NEXTAUTH_URL: 'http://localhost:3000',
    NEXTAUTH_SECRET: 'not a secret',
    GAPLESS_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    GAPLESS_PROBE_SECRET: 'not a secret',
    GAPLESS_PROXY_IMAGE: 'gapless-test/none',
    GAPLESS_PROXY_HTTP_PORT: '8080',
    GAPLESS_PROXY_HTTPS_PORT: '8443',
    LOG_LEVEL: 'silent',
    // Tests call as fast as they can; those of the limits turn them on.
    GAPLESS_RATE_LIMIT: 'off',
    ...more,
  }
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
  const parts = instanceParts()
  const database = parts.instanceDb
  const addToken = async (teamId: string, role: TokenRole): Promise<string> => {
    const { token, ...kept } = await newTokenSecret()
    const createdBy = await makerIn(database, teamId)
    await database.apiToken.create({ data: { teamId, name: role, role, isOperator: true, createdBy, ...kept } })
    return token
  }
  return {
    database,
    instanceId,
    addToken,
    addTeam: async () => {
      const { id: teamId } = await database.team.create({ data: { name: 'Team' } })
      const endpoint = { type: 'socket', path: '/nonexistent/docker.sock' }
      const host = await database.host.create({ data: { teamId, name: 'local', endpoint, publicAddress: '127.0.0.1' } })
      return { teamId, token: await addToken(teamId, 'owner'), hostId: host.id }
    },
    call: (method, path, { token, body, headers = {}, signal } = {}) =>
      callRoute(
        new Request(new URL(path, 'http://localhost:3000'), {
          method,
          headers: {
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
          ...(signal ? { signal } : {}),
        }),
      ),
    close: async () => {
      await parts.jobs.close()
      parts.redis.disconnect()
      await database.$disconnect()
      await redis.stop()
      vi.unstubAllEnvs()
    },
  }
}

/** The problem that an answer tells; throws if it tells none, or not in the right form. */
export const problemIn = async (response: Response): Promise<z.infer<typeof problemSchema>> => {
  const type = response.headers.get('content-type')
  const text = await response.text()
  if (type !== 'application/problem+json') throw new Error(`no problem but ${response.status} ${type}: ${text}`)
  const problem = problemSchema.parse(JSON.parse(text))
  if (problem.status !== response.status) throw new Error(`${problem.status} in the body, ${response.status} outside`)
  return problem
}

/** The JSON of an answer that succeeded. */
export const jsonIn = async (response: Response): Promise<Record<string, unknown>> => {
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
  return z.record(z.string(), z.unknown()).parse(await response.json())
}
