import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { Fault } from '../fault'

const proofSchema = z.object({
  requests: z.number(),
  failed: z.number(),
  appErrors: z.number(),
  retried: z.number(),
  cut: z.number(),
  probes: z.number(),
  probeFailures: z.number(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  complete: z.boolean(),
})

const deploymentSchema = z.object({
  id: z.string(),
  number: z.number(),
  status: z.string(),
  release: z.object({ id: z.string(), number: z.number() }).nullable(),
  startedAt: z.string().nullable(),
  liveAt: z.string().nullable(),
  proof: proofSchema.nullable(),
  failure: z.object({ step: z.string(), code: z.string(), message: z.string(), logs: z.array(z.string()) }).nullable(),
})
export type Deployment = z.infer<typeof deploymentSchema>

const appSchema = z.object({ id: z.string(), name: z.string() })
const appsSchema = z.object({ data: z.array(appSchema) })
const COMPLETE_WITHIN_MS = 120_000

/** The public API of an instance, as any program would use it. */
export class Api {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** The id of the app with this definition's name; it is created if there is none. */
  async ensureApp(definition: { name: string }): Promise<string> {
    const { data } = await this.call('GET', '/apps?limit=200', appsSchema)
    const found = data.find((app) => app.name === definition.name)
    if (found) return found.id
    return (await this.call('POST', '/apps', appSchema, definition)).id
  }

  /** Starts a deployment and resolves once it has ended and its old replicas have drained, so that its proof is whole. */
  async deploy(appId: string, what: { image: string } | { releaseId: string }): Promise<Deployment> {
    const { id } = await this.call('POST', `/apps/${appId}/deployments`, deploymentSchema, what)
    await this.followToTheEnd(id)
    const deadline = performance.now() + COMPLETE_WITHIN_MS
    for (;;) {
      const deployment = await this.call('GET', `/deployments/${id}`, deploymentSchema)
      if (deployment.status !== 'succeeded' || deployment.proof?.complete) return deployment
      if (performance.now() > deadline)
        throw new Fault(`The proof of deployment ${deployment.number} was not complete within 2 min.`)
      // Draining goes on after the last event, so its end is asked for.
      await sleep(250)
    }
  }

  /** Reads the event stream, which ends after the terminal status. */
  private async followToTheEnd(deploymentId: string): Promise<void> {
    const response = await this.fetch('GET', `/deployments/${deploymentId}/events`)
    for await (const _ of response.body ?? []) {
      // Only the end matters here.
    }
  }

  private async call<T>(method: string, path: string, schema: z.ZodType<T>, body?: unknown): Promise<T> {
    const response = await this.fetch(method, path, body)
    return schema.parse(await response.json())
  }

  private async fetch(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!response.ok)
      throw new Fault(`${method} ${path} was answered with ${response.status}: ${await response.text()}`)
    return response
  }
}
