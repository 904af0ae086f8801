import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { instanceParts } from '@/runtime'
import { tidyLogs } from '@/services/quotas/tidy-logs'
import { type ApiWorld, createApiWorld, jsonIn, problemIn } from '@/tests/support/api-world'

let world: ApiWorld
let team: Awaited<ReturnType<ApiWorld['addTeam']>>

beforeAll(async () => {
  world = await createApiWorld({ GAPLESS_QUOTA_APPS: '3', GAPLESS_QUOTA_MONITORS: '2', GAPLESS_QUOTA_LOG_MB: '' })
  team = await world.addTeam()
})
afterAll(() => world.close())

const addApp = (name: string, token = team.token) =>
  world.call('POST', '/api/v1/apps', { token, body: { name, port: 3000, image: 'shop:1' } })
const addMonitor = (name: string) =>
  world.call('POST', '/api/v1/monitors', { token: team.token, body: { name, url: 'https://example.com' } })
const quotas = async () => jsonIn(await world.call('GET', '/api/v1/quotas', { token: team.token }))
const set = (body: object, token = team.token, teamId = team.teamId) =>
  world.call('PATCH', `/api/v1/teams/${teamId}/quotas`, { token, body })

describe('a quota', () => {
  it('lets no more in, however many come at once, and says what to do', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, at) => addApp(`shop-${at}`)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3)
    const problem = await problemIn(answers.find(({ status }) => status !== 201) ?? new Response())
    expect(problem).toMatchObject({ status: 409, code: 'quota_reached' })
    expect(problem.detail).toMatch(/all of the 3 apps .* Delete one .* or ask the operator/)
    expect(await world.database.app.count({ where: { teamId: team.teamId } })).toBe(3)
    const monitors = await Promise.all(['a', 'b', 'c', 'd'].map(addMonitor))
    expect(monitors.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409])
    expect(await quotas()).toEqual({
      apps: { used: 3, limit: 3 },
      monitors: { used: 2, limit: 2 },
      logBytes: { used: 0, limit: null },
    })
  })

  it('has room again once one is deleted, and leaves other teams alone', async () => {
    const { id } = await world.database.app.findFirstOrThrow({ where: { teamId: team.teamId, deletedAt: null } })
    await world.call('DELETE', `/api/v1/apps/${id}`, { token: team.token })
    expect((await addApp('again')).status).toBe(201)
    expect((await addApp('once-more')).status).toBe(409)
    const other = await world.addTeam()
    expect((await addApp('theirs', other.token)).status).toBe(201)
  })

  it('of one team is set by the operator of the instance, and by nobody else', async () => {
    await world.database.apiToken.updateMany({ where: { teamId: team.teamId }, data: { isOperator: false } })
    expect((await problemIn(await set({ apps: 100 }))).status).toBe(403)
    await world.database.apiToken.updateMany({ where: { teamId: team.teamId }, data: { isOperator: true } })
    expect(await jsonIn(await set({ apps: 4 }))).toEqual({ apps: 4, monitors: 2, logBytes: null })
    expect((await addApp('fourth')).status).toBe(201)
    expect((await addApp('fifth')).status).toBe(409)
    expect(await jsonIn(await set({ apps: null, logBytes: 5_000_000_000 }))).toEqual({
      apps: 3,
      monitors: 2,
      logBytes: 5_000_000_000,
    })
    const [event] = await world.database.auditEvent.findMany({
      where: { teamId: team.teamId, action: 'team.update' },
      orderBy: { id: 'desc' },
    })
    expect(event).toMatchObject({ before: { apps: 4, logBytes: null }, after: { apps: 3, logBytes: 5_000_000_000 } })
    expect((await problemIn(await set({ apps: -1, more: 1 }))).errors.map(({ path }) => path)).toEqual(['apps', 'more'])
    expect((await problemIn(await set({}, team.token, 'nobody'))).status).toBe(404)
  })

  it('of logs lets the oldest go, and their deployments say so', async () => {
    const { id: appId } = await world.database.app.findFirstOrThrow({ where: { teamId: team.teamId } })
    const deployed = (number: number, minutesAgo: number) =>
      world.database.deployment.create({
        data: {
          teamId: team.teamId,
          appId,
          number,
          status: 'succeeded',
          trigger: 'api',
          actorType: 'user',
          actorId: 'ada',
          actorName: 'Ada',
          finishedAt: new Date(Date.now() - minutesAgo * 60_000),
        },
      })
    const all = [await deployed(101, 40), await deployed(102, 30), await deployed(103, 20), await deployed(104, 1)]
    for (const { id: deploymentId } of all) {
      const row = { teamId: team.teamId, deploymentId }
      await world.database.deploymentEvent.createMany({
        data: [
          ...Array.from({ length: 10 }, () => ({ ...row, type: 'log', data: { line: 'x'.repeat(90) } })),
          { ...row, type: 'status', data: {} },
        ],
      })
    }
    await set({ logBytes: 2500 })
    await tidyLogs(instanceParts())
    const kept = await world.database.deployment.findMany({
      where: { id: { in: all.map(({ id }) => id) } },
      orderBy: { number: 'asc' },
      include: { _count: { select: { events: true } } },
    })
    // The last has only just ended: more may come.
    expect(kept.map((one) => one._count.events)).toEqual([1, 11, 11, 11])
    expect(kept.map((one) => one.logForgottenAt !== null)).toEqual([true, false, false, false])
    expect((await quotas()).logBytes).toEqual({ used: (kept[1]?.logBytes ?? 0) * 2, limit: 2500 })
    await tidyLogs(instanceParts())
    expect(await world.database.deploymentEvent.count({ where: { deploymentId: kept[1]?.id ?? '' } })).toBe(11)
  })
})
