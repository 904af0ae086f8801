import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { appSchema } from '@/core/apps/schema'
import { parseValues } from '@/core/validation'
import { createApp } from '@/services/apps/create-app'
import { getApp } from '@/services/apps/get-app'
import { updateApp } from '@/services/apps/update-app'
import type { Context } from '@/services/context'
import { deleteHost } from '@/services/hosts/delete-host'
import { getHost } from '@/services/hosts/get-host'
import { grantHost } from '@/services/hosts/grant-host'
import { listHostGrants } from '@/services/hosts/list-host-grants'
import { listHostNames } from '@/services/hosts/list-host-names'
import { listHosts } from '@/services/hosts/list-hosts'
import { listKnownHosts } from '@/services/hosts/list-known-hosts'
import { revokeHost } from '@/services/hosts/revoke-host'
import { testHost } from '@/services/hosts/test-host'
import { updateHost } from '@/services/hosts/update-host'
import { pathsOf, problemOf } from '@/tests/support/problem'
import { createServiceWorld, noEngine, type ServiceWorld } from '@/tests/support/service-context'

let world: ServiceWorld
let operator: Context
let hostId: string
let guest: Context
let count = 0

beforeAll(async () => {
  world = await createServiceWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  const ownerId = await world.addTeam()
  operator = world.as(ownerId, {}, { containers: { engine: () => ({ ...noEngine, removeNetwork: async () => {} }) } })
  const host = await world.database.host.update({
    where: { teamId_name: { teamId: ownerId, name: 'local' } },
    data: {
      status: 'unreachable',
      statusMessage: 'connect EACCES /var/run/docker.sock',
      containers: 7,
      diskBytes: 1e9,
    },
  })
  hostId = host.id
  const guests = await world.database.team.create({ data: { name: 'Guests' } })
  guest = world.as(guests.id, { isOperator: false })
})

const grant = (teamId = guest.actor.teamId, ctx = operator) => grantHost({ ctx, input: { hostId, teamId } })
const revoke = (ctx = operator) => revokeHost({ ctx, input: { hostId, teamId: guest.actor.teamId } })
const place = (ctx: Context, hosts: string[]) => {
  count += 1
  return createApp({ ctx, input: parseValues(appSchema, { name: `app-${count}`, port: 80, hosts }) })
}

describe('a host that the operator lets a team use', () => {
  it('takes its apps, by name and by id', async () => {
    expect(pathsOf(await problemOf(() => place(guest, ['local'])))).toEqual(['hosts.0'])
    expect(await grant()).toEqual({
      teamId: guest.actor.teamId,
      teamName: 'Guests',
      own: false,
      granted: true,
      apps: 0,
    })
    expect((await place(guest, ['local'])).hosts).toEqual(['local'])
    expect((await place(guest, [hostId])).hosts).toEqual(['local'])
    expect(await listHostNames({ ctx: guest, input: {} })).toEqual(['local'])
  })

  it("is shown without how it is reached and without the others' figures", async () => {
    await grant()
    await place(operator, ['local'])
    await place(guest, ['local'])
    const page = { limit: 10 }
    const shown = [
      await getHost({ ctx: guest, input: { hostId } }),
      ...(await listHosts({ ctx: guest, input: page })).data,
      ...(await listKnownHosts({ ctx: guest, input: page })).data,
    ]
    expect(shown).toHaveLength(3)
    for (const host of shown) {
      expect(host).toMatchObject({ own: false, status: 'unreachable', apps: 1, endpoint: null })
      expect(host).toMatchObject({ containers: null, diskBytes: null })
      expect(JSON.stringify(host)).not.toContain('docker.sock')
    }
    const own = await getHost({ ctx: operator, input: { hostId } })
    expect(own).toMatchObject({ own: true, containers: 7, apps: 1, endpoint: { type: 'socket' } })
    expect(own.statusMessage).toContain('EACCES')
  })

  it("is not the team's to change, test or remove", async () => {
    await grant()
    for (const call of [
      () => updateHost({ ctx: guest, input: { hostId, patch: { name: 'mine' } } }),
      () => testHost({ ctx: guest, input: { hostId } }),
      () => deleteHost({ ctx: guest, input: { hostId } }),
    ]) {
      expect((await problemOf(call)).kind).toBe('not_found')
    }
  })

  it("gives way to the team's own of the same name, and an app stays where it was", async () => {
    await grant()
    const app = await place(guest, ['local'])
    const { id: ownId } = await world.database.host.create({
      data: { teamId: guest.actor.teamId, name: 'local', endpoint: {}, publicAddress: '127.0.0.1' },
    })
    const placeOf = (appId: string) => world.database.appHost.findMany({ where: { appId }, select: { hostId: true } })
    expect(await placeOf((await place(guest, ['local'])).id)).toEqual([{ hostId: ownId }])
    await updateApp({ ctx: guest, input: { appId: app.id, patch: { replicas: 2 } } })
    expect(await placeOf(app.id)).toEqual([{ hostId }])
    const both = await place(guest, [ownId, hostId])
    expect(both.hosts).toEqual([ownId, hostId])
    await updateApp({ ctx: guest, input: { appId: both.id, patch: { replicas: 2 } } })
    expect((await getApp({ ctx: guest, input: { appId: both.id } })).hosts).toEqual([ownId, hostId])
  })
})

describe('granting', () => {
  it('is for the operator, whatever role others have', async () => {
    for (const call of [
      () => grant(guest.actor.teamId, guest),
      () => revoke(guest),
      () => listHostGrants({ ctx: guest, input: { hostId, limit: 10 } }),
    ]) {
      expect((await problemOf(call)).kind).toBe('forbidden')
    }
    expect((await problemOf(() => grant('0199c1f4-7a5e-7c31-9d0a-3f6f1c2b4d5e'))).kind).toBe('not_found')
  })

  it('lists every team, and writes down what changes once', async () => {
    await grant()
    await grant()
    const { data } = await listHostGrants({ ctx: operator, input: { hostId, limit: 200 } })
    expect(data.filter((team) => team.granted).map((team) => [team.teamName, team.own])).toEqual([
      ['Guests', false],
      ['Team', true],
    ])
    await revoke()
    await revoke()
    const events = await world.database.auditEvent.findMany({ where: { targetId: hostId }, orderBy: { id: 'asc' } })
    expect(events.map((event) => event.action)).toEqual(['host.grant', 'host.revoke'])
  })

  it('ends only when no app of the team has a place there', async () => {
    await grant()
    const app = await place(guest, ['local'])
    const refused = await problemOf(revoke)
    expect([refused.code, refused.message]).toEqual(['host_in_use', expect.stringContaining(app.name)])
    const removing = await problemOf(() => deleteHost({ ctx: operator, input: { hostId } }))
    expect([removing.code, removing.message]).toEqual(['host_in_use', expect.not.stringContaining(app.name)])
    await world.database.app.delete({ where: { id: app.id } })
    await revoke()
    expect((await problemOf(() => getHost({ ctx: guest, input: { hostId } }))).kind).toBe('not_found')
    expect(
      (await problemOf(() => revokeHost({ ctx: operator, input: { hostId, teamId: operator.actor.teamId } }))).code,
    ).toBe('own_host')
  })
})
