import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scopedTo } from '@/adapters/database/scoped-client'
import type { Actor, Role } from '@/core/access/actor'
import { may } from '@/core/access/policy'
import { operations } from '@/core/api/all-operations'
import type { Operation } from '@/core/api/operation'
import { newTokenSecret } from '@/services/tokens/token-secret'
import { pathOfTeam, pathWith, seesAll } from '@/tests/support/api-ids'
import { validBody } from '@/tests/support/api-values'
import { type ApiWorld, createApiWorld, problemIn } from '@/tests/support/api-world'
import { makerIn } from '@/tests/support/maker'
import { recordQueries } from '@/tests/support/queries'
import type { SampleTeam } from '@/tests/support/team'
import { createUsableTeam, plainSettings, sealNothing } from '@/tests/support/usable-team'

/**
 * Every call of the API by everybody who could make it. What is expected follows from the operation and the policy, so
 * that a call that is added is in here by itself.
 */
let world: ApiWorld
let team: SampleTeam
let other: SampleTeam
let secondApp: string
const absent = '0199c1f4-7a5e-7c31-9d0a-3f6f1c2b4d5e'

beforeAll(async () => {
  world = await createApiWorld({ GAPLESS_RATE_LIMIT: 'off' })
  team = await createUsableTeam(world.database, 'here')
  other = await createUsableTeam(world.database, 'elsewhere')
  const more = { teamId: team.teamId, name: 'second', slug: 'second', envSealed: '' }
  secondApp = (await world.database.app.create({ data: { ...more, ...plainSettings } })).id
  await sealNothing(world.database, secondApp)
})
afterAll(() => world.close())

interface Caller {
  teamId: string
  role: Role | 'metrics'
  isOperator?: boolean
  onlyApp?: string
  expiresAt?: Date
  revokedAt?: Date
}

const tokenFor = async ({ onlyApp, ...caller }: Caller): Promise<string> => {
  const { token, ...kept } = await newTokenSecret()
  const createdBy = await makerIn(world.database, caller.teamId)
  const data = { name: 'matrix', createdBy, onlyListedApps: onlyApp !== undefined, ...caller, ...kept }
  const { id } = await world.database.apiToken.create({ data })
  if (onlyApp) {
    await world.database.apiTokenApp.create({ data: { teamId: caller.teamId, tokenId: id, appId: onlyApp } })
  }
  return token
}

const actorOf = ({ role, teamId, isOperator = false, onlyApp }: Caller): Actor | null =>
  role === 'metrics'
    ? null
    : {
        ...{ type: 'token', id: 'matrix', name: 'matrix', ip: null, teamId, role, isOperator },
        appIds: onlyApp === undefined ? null : [onlyApp],
      }

const closed = operations.filter(({ access }) => access !== 'public')

/** What the policy says of a call about the team's own things: a status of refusal, or that it goes through. */
const expectedOf = async (operation: Operation, caller: Caller): Promise<number | 'goes through'> => {
  const { access } = operation
  const actor = actorOf(caller)
  if (access === 'metrics') return actor === null ? 'goes through' : 403
  if (actor === null || access === 'public') return 403
  if (access === 'operator' ? !actor.isOperator : !may(actor, access)) return 403
  const narrowed = scopedTo(world.database, actor)
  return (await seesAll(narrowed, world.database, operation, team.teamId)) ? 'goes through' : 404
}

/** Asks for something that is read; of a change only that it would have come to it: its last hurdle is a bad query. */
const outcomeOf = async (operation: Operation, token: string | undefined, expected: unknown) => {
  const path = await pathOfTeam(world.database, operation, team.teamId)
  const method = operation.method.toUpperCase()
  const auth = token === undefined ? {} : { token }
  if (operation.method === 'get') {
    const response = await world.call(method, path, auth)
    await response.body?.cancel()
    return response.status === operation.success ? 'goes through' : response.status
  }
  const body = validBody(operation)
  // A thing that is out of sight is only looked for by a call that is right otherwise.
  const query = expected === 404 ? '' : '?colour=red'
  const response = await world.call(method, `${path}${query}`, { ...auth, ...(body === undefined ? {} : { body }) })
  const problem = await problemIn(response)
  return problem.errors[0]?.path === 'colour' ? 'goes through' : problem.status
}

const past = new Date('2026-01-01T00:00:00Z')

const callers: [string, () => Caller][] = [
  ['a viewer', () => ({ teamId: team.teamId, role: 'viewer' })],
  ['a developer', () => ({ teamId: team.teamId, role: 'developer' })],
  ['a developer of another app only', () => ({ teamId: team.teamId, role: 'developer', onlyApp: secondApp })],
  ['an admin', () => ({ teamId: team.teamId, role: 'admin' })],
  ['an owner', () => ({ teamId: team.teamId, role: 'owner' })],
  ['the operator', () => ({ teamId: team.teamId, role: 'owner', isOperator: true })],
  ['what reads metrics', () => ({ teamId: team.teamId, role: 'metrics' })],
]

describe('every call of the API', () => {
  it.each(callers)('by %s goes as far as the policy says', async (_, describe) => {
    const caller = describe()
    const token = await tokenFor(caller)
    const seen: Record<string, unknown> = {}
    const expected: Record<string, unknown> = {}
    for (const operation of closed) {
      const { operationId } = operation
      expected[operationId] = await expectedOf(operation, caller)
      seen[operationId] = await outcomeOf(operation, token, expected[operationId])
    }
    expect(seen).toEqual(expected)
    expect(Object.keys(seen).length).toBeGreaterThan(40)
  })

  it('is refused without a token, and with one that has expired, was revoked or never was', async () => {
    const tokens = [
      undefined,
      'gpl_0000000000000000000000000000000000000000',
      await tokenFor({ teamId: team.teamId, role: 'owner', isOperator: true, expiresAt: past }),
      await tokenFor({ teamId: team.teamId, role: 'owner', isOperator: true, revokedAt: past }),
    ]
    for (const operation of closed) {
      for (const token of tokens) expect(await outcomeOf(operation, token, 401), operation.operationId).toBe(401)
    }
  })
})

describe("another team's things", () => {
  const named = closed.filter(({ path, access }) => path.includes('{') && access !== 'operator')

  it('cannot be told from what is not there: the same answer after the same queries', async () => {
    const token = await tokenFor({ teamId: other.teamId, role: 'owner' })
    // The first use of a token is written down.
    await world.call('GET', '/api/v1/apps', { token })
    const queries = recordQueries()
    const ask = async (operation: Operation, path: string) => {
      const from = queries.length
      const body = validBody(operation)
      const response = await world.call(operation.method.toUpperCase(), path, {
        token,
        ...(body === undefined ? {} : { body }),
      })
      const headers = [...response.headers].filter(([name]) => name !== 'x-request-id')
      return { headers, problem: await problemIn(response), queries: queries.slice(from) }
    }
    expect(named.length).toBeGreaterThan(20)
    for (const operation of named) {
      const foreign = await ask(operation, await pathOfTeam(world.database, operation, team.teamId))
      expect(foreign.problem.status, operation.operationId).toBe(404)
      expect(foreign, operation.operationId).toEqual(await ask(operation, pathWith(operation, absent)))
    }
  })

  it('cannot be told from what is not there when a body names them', async () => {
    const token = await tokenFor({ teamId: other.teamId, role: 'owner' })
    const { database } = world
    const { teamId } = team
    const monitor = await database.monitor.findFirstOrThrow({ where: { teamId } })
    const channel = await database.channel.findFirstOrThrow({ where: { teamId } })
    const app = { name: 'named', port: 80 }
    const watch = { name: 'named', url: 'https://example.com/' }
    const at = { startsAt: '2031-01-01T00:00:00Z', endsAt: '2031-01-01T01:00:00Z' }
    const bodies: [string, (id: string) => object, string][] = [
      ['apps', (id) => ({ ...app, hosts: [id] }), team.hostId],
      ['apps/try', (id) => ({ ...app, image: 'shop:1', hosts: [id] }), team.hostId],
      [`apps/${other.appId}/deployments`, (releaseId) => ({ releaseId }), team.releaseId],
      ['monitors', (appId) => ({ ...watch, appId }), team.appId],
      ['monitors', (id) => ({ ...watch, channelIds: [id] }), channel.id],
      ['maintenance-windows', (id) => ({ ...at, monitorIds: [id] }), monitor.id],
    ]
    for (const [path, body, id] of bodies) {
      const ask = async (named: string) => {
        const problem = await problemIn(await world.call('POST', `/api/v1/${path}`, { token, body: body(named) }))
        return JSON.stringify(problem).replaceAll(named, '…')
      }
      expect(await ask(id), path).toBe(await ask(absent))
    }
  })
})
