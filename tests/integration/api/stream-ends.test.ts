import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { instanceParts } from '@/runtime'
import { type ApiWorld, createApiWorld, jsonIn, problemIn } from '@/tests/support/api-world'

let world: ApiWorld
let token: string
let appId: string
let deploymentId: string
/** How often each that began to listen has ended, in the order in which they began. */
let endings: number[]

beforeAll(async () => {
  world = await createApiWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  token = (await world.addTeam()).token
  const body = { name: `shop-${token.slice(4, 12).toLowerCase()}`, port: 3000, image: 'shop:1' }
  appId = String((await jsonIn(await world.call('POST', '/api/v1/apps', { token, body }))).id)
  const made = await world.call('POST', `/api/v1/apps/${appId}/deployments`, { token, body: {} })
  deploymentId = String((await jsonIn(made)).id)
  countListeners()
})
afterEach(() => vi.restoreAllMocks())

const countListeners = (): void => {
  const { live } = instanceParts()
  const subscribe = live.subscribe.bind(live)
  const counted: number[] = []
  endings = counted
  vi.spyOn(live, 'subscribe').mockImplementation(async (channel, onMessage) => {
    const unsubscribe = await subscribe(channel, onMessage)
    const index = counted.push(0) - 1
    return () => {
      counted[index] = (counted[index] ?? 0) + 1
      unsubscribe()
    }
  })
}

const open = (path: string, method = 'GET') => world.call(method, `/api/v1${path}`, { token })
const events = () => `/deployments/${deploymentId}/events`
const followed = (id = appId) => `/apps/${id}/logs?follow=true`

describe('what listens for a stream, and the watch over the rights of its caller, has ended once', () => {
  it('when the stream has come to its end', async () => {
    await world.database.deployment.update({ where: { id: deploymentId }, data: { status: 'failed' } })
    const response = await open(events())
    expect(await response.text()).toContain('retry:')
    expect(endings).toEqual([1, 1])
  })

  it('when the stream is refused after all', async () => {
    expect((await problemIn(await open(followed('nope')))).status).toBe(404)
    expect(endings.filter((times) => times !== 1)).toEqual([])
  })

  it('when the stream breaks', async () => {
    const response = await open(events())
    await world.database.deployment.update({ where: { id: deploymentId }, data: { status: 'failed', proof: 'none' } })
    await expect(response.text()).rejects.toThrow()
    expect(endings).toEqual([1, 1])
  })

  it.each([
    ['events', events],
    ['a log', followed],
  ])('when the client of %s leaves', async (_, path) => {
    const response = await open(path())
    const reader = response.body?.getReader()
    if (path === events) await reader?.read()
    await reader?.cancel()
    expect(endings.filter((times) => times !== 1)).toEqual([])
    expect(endings.length).toBeGreaterThan(0)
  })

  it.each([
    ['events', events],
    ['a log', followed],
  ])('when a client asks for the head of %s only', async (_, path) => {
    const response = await open(path(), 'HEAD')
    expect(response.status).toBe(200)
    expect(endings.filter((times) => times !== 1)).toEqual([])
    expect(endings.length).toBeGreaterThan(0)
  })
})
