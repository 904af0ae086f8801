import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appRows } from '@/adapters/database/app-rows'
import { createDatabase } from '@/adapters/database/client'
import { scopedTo } from '@/adapters/database/scoped-client'
import { models } from '@/adapters/database/team-models'
import { Prisma, type PrismaClient } from '@/prisma/generated/client'
import { freshDatabase } from '@/tests/support/database'
import { createSampleTeam, type SampleTeam } from '@/tests/support/team'

let db: PrismaClient
let own: SampleTeam
let other: SampleTeam
let scoped: PrismaClient

beforeAll(async () => {
  db = createDatabase(await freshDatabase())
  own = await createSampleTeam(db, 'own')
  other = await createSampleTeam(db, 'other')
  scoped = scopedTo(db, { teamId: own.teamId, appIds: null })
})

afterAll(() => db.$disconnect())

interface AnyModel {
  findMany(args?: object): Promise<{ teamId: string }[]>
  count(args?: object): Promise<number>
  aggregate(args: object): Promise<{ _count: number }>
  groupBy(args: object): Promise<{ teamId: string }[]>
  updateMany(args: object): Promise<{ count: number }>
  deleteMany(args?: object): Promise<{ count: number }>
}

const teamModels = Object.values(Prisma.ModelName).filter((name) => models[name].ofTeam)
const delegate = (client: PrismaClient, name: string): AnyModel =>
  Reflect.get(client, `${name[0]?.toLowerCase()}${name.slice(1)}`)

describe.each(teamModels)('%s', (name) => {
  const rows = () => delegate(scoped, name)

  it('shows this team its rows, and none of another', async () => {
    expect(await delegate(db, name).count({ where: { teamId: other.teamId } })).toBeGreaterThan(0)
    const found = await rows().findMany()
    expect(found.length).toBeGreaterThan(0)
    expect(new Set(found.map((row) => row.teamId))).toEqual(new Set([own.teamId]))
    expect(await rows().count()).toBe(found.length)
    expect((await rows().aggregate({ _count: true }))._count).toBe(found.length)
    expect(await rows().groupBy({ by: ['teamId'] })).toEqual([{ teamId: own.teamId }])
  })

  it.each([
    ['plainly', () => ({ teamId: other.teamId })],
    ['in OR', () => ({ OR: [{ teamId: other.teamId }, { teamId: own.teamId, NOT: { teamId: own.teamId } }] })],
    ['in NOT', () => ({ NOT: { teamId: own.teamId } })],
    ['in AND', () => ({ teamId: other.teamId, AND: [{ teamId: { not: own.teamId } }] })],
    ['by a list', () => ({ teamId: { in: [other.teamId] } })],
  ])('finds, changes and deletes nothing when another team is asked for %s', async (_, where) => {
    expect(await rows().findMany({ where: where() })).toEqual([])
    expect(await rows().count({ where: where() })).toBe(0)
    expect(await rows().updateMany({ where: where(), data: { teamId: own.teamId } })).toEqual({ count: 0 })
    const before = await delegate(db, name).count()
    expect(await rows().deleteMany({ where: where() })).toEqual({ count: 0 })
    expect(await delegate(db, name).count()).toBe(before)
  })

  it('moves no row to another team', async () => {
    await expect(rows().updateMany({ data: { teamId: other.teamId } })).rejects.toThrow(/another team/)
  })
})

describe('one row of another team', () => {
  const where = () => ({ id: other.appId })

  it('is not found, changed or deleted by its id', async () => {
    expect(await scoped.app.findUnique({ where: where() })).toBeNull()
    expect(await scoped.app.findFirst({ where: where() })).toBeNull()
    await expect(scoped.app.findUniqueOrThrow({ where: where() })).rejects.toMatchObject({ code: 'P2025' })
    await expect(scoped.app.findFirstOrThrow({ where: where() })).rejects.toMatchObject({ code: 'P2025' })
    await expect(scoped.app.update({ where: where(), data: { name: 'taken' } })).rejects.toMatchObject({
      code: 'P2025',
    })
    await expect(scoped.app.delete({ where: where() })).rejects.toMatchObject({ code: 'P2025' })
    expect(await scoped.app.updateManyAndReturn({ where: where(), data: { name: 'taken' } })).toEqual([])
    expect((await db.app.findUniqueOrThrow({ where: where() })).name).toBe('shop')
  })

  it('is not found by a compound key', async () => {
    const key = { deploymentId_name: { deploymentId: other.deploymentId, name: 'preparing' } }
    expect(await scoped.deploymentStep.findUnique({ where: key })).toBeNull()
  })

  it('is neither changed nor created anew by an upsert', async () => {
    const create = { teamId: own.teamId, appId: own.appId, name: other.domain }
    await expect(
      scoped.domain.upsert({ where: { name: other.domain }, create, update: { appId: own.appId } }),
    ).rejects.toThrow(/another team's/)
    expect((await db.domain.findUniqueOrThrow({ where: { name: other.domain } })).teamId).toBe(other.teamId)
  })

  it('is not reached in transactions, batched or interactive', async () => {
    const [apps, count] = await scoped.$transaction([scoped.app.findMany(), scoped.app.count()])
    expect([apps.map((app) => app.id), count]).toEqual([[own.appId], 1])
    await scoped.$transaction(async (tx) => {
      expect(await tx.app.findUnique({ where: where() })).toBeNull()
      expect((await tx.app.updateMany({ where: where(), data: { name: 'taken' } })).count).toBe(0)
    })
  })
})

describe('writing', () => {
  const domain = (teamId: string, appId: string, name: string) => ({ teamId, appId, name })

  it('refuses a row for another team', async () => {
    await expect(scoped.domain.create({ data: domain(other.teamId, own.appId, 'x.example.com') })).rejects.toThrow(
      /another team/,
    )
    await expect(
      scoped.domain.createMany({
        data: [domain(own.teamId, own.appId, 'y.example.com'), domain(other.teamId, other.appId, 'z.example.com')],
      }),
    ).rejects.toThrow(/another team/)
    expect(await db.domain.count()).toBe(2)
  })

  it.each([
    ['an app', () => scoped.domain.create({ data: domain(own.teamId, other.appId, 'x.example.com') })],
    ['an app, changed', () => scoped.domain.updateMany({ data: { appId: other.appId } })],
    ['a host', () => scoped.appHost.create({ data: { teamId: own.teamId, appId: own.appId, hostId: other.hostId } })],
    ['a release', () => scoped.deployment.updateMany({ data: { releaseId: other.releaseId } })],
    [
      'a deployment',
      () =>
        scoped.deploymentEvent.create({
          data: { teamId: own.teamId, deploymentId: other.deploymentId, type: 'log', data: {} },
        }),
    ],
  ])('refuses a reference to %s of another team', async (_, write) => {
    await expect(write()).rejects.toMatchObject({ code: 'P2003' })
  })

  it('refuses to write rows of other models inside of a query', async () => {
    await expect(
      scoped.app.update({ where: { id: own.appId }, data: { domains: { connect: { name: other.domain } } } }),
    ).rejects.toThrow(/query of its own/)
    await expect(
      scoped.app.update({ where: { id: own.appId }, data: { hosts: { updateMany: { where: {}, data: {} } } } }),
    ).rejects.toThrow(/query of its own/)
    expect((await db.domain.findUniqueOrThrow({ where: { name: other.domain } })).appId).toBe(other.appId)
  })
})

describe('reading along', () => {
  it('narrows lists at every depth', async () => {
    // Both teams share this person.
    await db.membership.create({ data: { teamId: other.teamId, userId: own.userId, role: 'viewer' } })
    const [membership] = await scoped.membership.findMany({
      include: { user: { include: { memberships: { include: { team: { include: { apps: true } } } } } } },
    })
    expect(membership?.user.memberships.map((one) => one.teamId)).toEqual([own.teamId])
    const counted = await scoped.membership.findFirst({
      select: { user: { select: { _count: { select: { memberships: true } } } } },
    })
    expect(counted?.user._count.memberships).toBe(1)
    const all = await scoped.membership.findFirst({ select: { user: { select: { _count: true } } } }).catch(String)
    expect(all).toMatch(/sessions of User belong to no team/)
  })

  it('keeps what the caller asked for', async () => {
    const app = await scoped.app.findUniqueOrThrow({
      where: { id: own.appId },
      include: {
        domains: { where: { name: 'absent' } },
        deployments: {
          orderBy: { number: 'desc' },
          take: 1,
          select: { number: true, release: { select: { id: true } } },
        },
        _count: { select: { replicas: { where: { state: 'ready' } } } },
      },
    })
    expect(app.domains).toEqual([])
    expect(app.deployments).toEqual([{ number: 1, release: { id: own.releaseId } }])
    expect(app._count.replicas).toBe(0)
  })
})

describe('what belongs to no team', () => {
  it('is refused', async () => {
    await expect(scoped.user.findMany()).rejects.toThrow(/belongs to no team/)
    await expect(scoped.session.findMany()).rejects.toThrow(/belongs to no team/)
    await expect(scoped.team.findMany()).rejects.toThrow(/belongs to no team/)
    await expect(scoped.appLease.findMany()).rejects.toThrow(/belongs to no team/)
  })

  it('refuses raw SQL, in transactions too', async () => {
    await expect((async () => scoped.$queryRaw`SELECT 1`)()).rejects.toThrow(/raw SQL/)
    await expect((async () => scoped.$executeRaw`SELECT 1`)()).rejects.toThrow(/raw SQL/)
    await expect((async () => scoped.$queryRawUnsafe('SELECT 1'))()).rejects.toThrow(/raw SQL/)
    await expect((async () => scoped.$executeRawUnsafe('SELECT 1'))()).rejects.toThrow(/raw SQL/)
    await expect(scoped.$transaction((tx) => tx.$queryRaw`SELECT 1`)).rejects.toThrow(/raw SQL/)
  })
})

describe('deleting', () => {
  it('takes an app with all that hangs on it, release references among them', async () => {
    const { appId } = own
    await scoped.$transaction([
      scoped.replica.deleteMany({ where: { appId } }),
      scoped.release.deleteMany({ where: { appId } }),
      scoped.app.delete({ where: { id: appId } }),
    ])
    expect(await db.deployment.count({ where: { appId } })).toBe(0)
    expect(await db.app.count()).toBe(1)
  })
})

describe('a scope of listed apps', () => {
  let team: SampleTeam
  beforeAll(async () => {
    team = await createSampleTeam(db, 'narrow')
    const [where, data] = [{ teamId: team.teamId }, { appId: team.appId }]
    await db.monitor.updateMany({ where, data })
    await db.incident.updateMany({ where, data })
  })
  const narrow = () => scopedTo(db, { teamId: team.teamId, appIds: [team.appId] })
  const none = () => scopedTo(db, { teamId: team.teamId, appIds: [] })

  it.each(Object.keys(appRows).map((name) => [name]))(
    'shows rows of %s that are about these apps only',
    async (name) => {
      const aboutApps = await delegate(narrow(), name).count()
      expect(aboutApps).toBeGreaterThan(0)
      expect(await delegate(none(), name).count()).toBeLessThan(aboutApps)
    },
  )

  it('changes and deletes nothing of other apps', async () => {
    await expect(none().app.update({ where: { id: team.appId }, data: { name: 'taken' } })).rejects.toMatchObject({
      code: 'P2025',
    })
    expect(await none().domain.deleteMany()).toEqual({ count: 0 })
    await expect(
      none().domain.create({ data: { teamId: team.teamId, appId: team.appId, name: 'x.example.com' } }),
    ).rejects.toThrow(/out of reach/)
  })

  it('narrows what is read along', async () => {
    const include = { apps: true, replicas: true, _count: { select: { apps: true } } } as const
    const [seen] = await narrow().host.findMany({ include })
    const [unseen] = await none().host.findMany({ include })
    expect([seen?.apps.length, seen?.replicas.length, seen?._count.apps]).toEqual([1, 1, 1])
    expect([unseen?.apps.length, unseen?.replicas.length, unseen?._count.apps]).toEqual([0, 0, 0])
  })
})

describe('the audit log', () => {
  it('is only ever added to, whoever asks', async () => {
    const message = /only ever added to/
    await expect(db.auditEvent.updateMany({ data: { actorName: 'nobody' } })).rejects.toThrow(message)
    await expect(db.auditEvent.deleteMany()).rejects.toThrow(message)
    await expect(db.$executeRaw`TRUNCATE "AuditEvent"`).rejects.toThrow(message)
    expect(await db.auditEvent.count()).toBeGreaterThan(0)
  })
})

describe('a host', () => {
  let guest: SampleTeam
  beforeAll(async () => {
    guest = await createSampleTeam(db, 'guest')
  })

  it('may be used by another team once it was granted, and the grant stays while something runs there', async () => {
    const place = { teamId: guest.teamId, appId: guest.appId, hostId: other.hostId }
    const { appHost } = scopedTo(db, { teamId: guest.teamId, appIds: null })
    await expect(appHost.create({ data: place })).rejects.toMatchObject({ code: 'P2003' })
    await db.hostGrant.create({ data: { teamId: guest.teamId, hostId: other.hostId } })
    const { id } = await appHost.create({ data: place })
    await expect(db.hostGrant.deleteMany({ where: { teamId: guest.teamId, hostId: other.hostId } })).rejects.toThrow()
    await appHost.delete({ where: { id } })
    await db.hostGrant.deleteMany({ where: { teamId: guest.teamId, hostId: other.hostId } })
  })
})
