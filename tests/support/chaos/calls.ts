import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'

/** The instance's web process may be the one that was killed: so long it is asked again. */
const patienceMs = 40_000
const pauseMs = 100

const deploymentSchema = z.object({ id: z.string(), number: z.number() })
const appSchema = z.object({ id: z.string(), status: z.string(), currentReleaseId: z.string().nullable() })

/** The public API of an instance, as a program would use it that knows that servers may restart. */
export interface Calls {
  createApp(definition: object): Promise<string>
  changeApp(appId: string, patch: object): Promise<void>
  app(appId: string): Promise<z.infer<typeof appSchema>>
  deploy(appId: string, what?: { releaseId: string }): Promise<string>
  /** The status of the answer: 202, or 409 when it has ended already. */
  cancel(deploymentId: string): Promise<number>
}

export const createCalls = ({ url, apiToken }: { url: string; apiToken: string }): Calls => {
  const call = async (method: string, path: string, body?: object): Promise<{ status: number; json: unknown }> => {
    const key = randomUUID()
    const giveUpAt = performance.now() + patienceMs
    for (;;) {
      try {
        const response = await fetch(`${url}/api/v1${path}`, {
          method,
          headers: {
            authorization: `Bearer ${apiToken}`,
            'content-type': 'application/json',
            ...(method === 'POST' ? { 'idempotency-key': key } : {}),
          },
          signal: AbortSignal.timeout(20_000),
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
        const text = await response.text()
        if (response.status >= 500) throw new Error(`${response.status} ${text}`)
        return { status: response.status, json: text === '' ? null : JSON.parse(text) }
      } catch (error) {
        if (performance.now() > giveUpAt) throw new Error(`${method} ${path} was not answered`, { cause: error })
        await wait(pauseMs)
      }
    }
  }
  const expect = async <Answer>(schema: z.ZodType<Answer>, ...request: Parameters<typeof call>): Promise<Answer> => {
    const { status, json } = await call(...request)
    if (status >= 400) throw new Error(`${request[0]} ${request[1]}: ${status} ${JSON.stringify(json)}`)
    return schema.parse(json)
  }
  return {
    createApp: async (definition) => (await expect(appSchema, 'POST', '/apps', definition)).id,
    changeApp: async (appId, patch) => void (await expect(appSchema, 'PATCH', `/apps/${appId}`, patch)),
    app: (appId) => expect(appSchema, 'GET', `/apps/${appId}`),
    deploy: async (appId, what = undefined) =>
      (await expect(deploymentSchema, 'POST', `/apps/${appId}/deployments`, what ?? {})).id,
    cancel: async (deploymentId) => {
      const { status, json } = await call('POST', `/deployments/${deploymentId}/cancel`)
      if (status !== 202 && status !== 409) throw new Error(`cancel: ${status} ${JSON.stringify(json)}`)
      return status
    },
  }
}
