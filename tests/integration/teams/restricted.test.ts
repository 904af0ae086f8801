import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { monitorSchema } from '@/core/monitors/schema'
import { countTroubledApps } from '@/services/apps/count-troubled-apps'
import { createApp } from '@/services/apps/create-app'
import { sealEnv } from '@/services/apps/env-seal'
import { findApps } from '@/services/apps/find-apps'
import { getApp } from '@/services/apps/get-app'
import { listApps } from '@/services/apps/list-apps'
import { readAppLogs } from '@/services/apps/read-app-logs'
import { updateApp } from '@/services/apps/update-app'
import { listChannels } from '@/services/channels/list-channels'
import { testChannel } from '@/services/channels/test-channel'
import type { Context } from '@/services/context'
import { listDeliveries } from '@/services/deliveries/list-deliveries'
import { getDeployment } from '@/services/deployments/get-deployment'
import { listDeployers } from '@/services/deployments/list-deployers'
import { listDeployments } from '@/services/deployments/list-deployments'
import { startDeployment } from '@/services/deployments/start-deployment'
import { listIncidents } from '@/services/incidents/list-incidents'
import { deleteMaintenanceWindow } from '@/services/maintenance/delete-window'
import { listMaintenanceWindows } from '@/services/maintenance/list-windows'
import { createMonitor } from '@/services/monitors/create-monitor'
import { deleteMonitor } from '@/services/monitors/delete-monitor'
import { listMonitors } from '@/services/monitors/list-monitors'
import { readAppUptimes } from '@/services/monitors/read-app-uptimes'
import { shownRequest } from '@/services/monitors/shown-request'
import { listReleases } from '@/services/releases/list-releases'
import { readSparks } from '@/services/samples/read-sparks'
import { getStatusPage } from '@/services/status-pages/get-status-page'
import { plainMonitor } from '@/tests/support/plain-monitor'
import { createServiceWorld, type ServiceWorld } from '@/tests/support/service-context'
import { createSampleTeam, type SampleTeam } from '@/tests/support/team'

let world: ServiceWorld
/** The team, with an app `shop` that the restricted member does not see. */
let team: SampleTeam
let seenId: string
let restricted: Context
let whole: Context
let monitors: { seen: string; hidden: string; whole: string }
let windows: { seen: string; hidden: string; both: string }

beforeAll(async () => {
  world = await createServiceWorld()
  const { database } = world
  team = await createSampleTeam(database, 'acme')
  const { teamId, hostId, appId: hiddenId, releaseId } = team
  await database.app.update({
    where: { id: hiddenId },
    data: { currentReleaseId: releaseId, runSettings: { port: 3000 }, liveSettings: { replicas: 3 } },
  })
  const app = { teamId, name: 'site', slug: 'site', runSettings: { port: 3000 }, envSealed: '' }
  const seen = await database.app.create({ data: { ...app, liveSettings: { replicas: 1 } } })
  seenId = seen.id
  await database.appHost.create({ data: { teamId, appId: seenId, hostId } })
  const actor = { role: 'developer', isOperator: false, appIds: [seenId] } as const
  restricted = world.as(teamId, actor)
  whole = world.as(teamId, { ...actor, appIds: null })
  for (const id of [seenId, hiddenId]) {
    await database.app.update({ where: { id }, data: { envSealed: sealEnv(whole.vault, id, {}) } })
  }

  const monitor = async (count: number, appId: string | null): Promise<string> => {
    const { id } = await database.monitor.create({ data: { ...plainMonitor(teamId, count), appId } })
    const [from, to] = [new Date(Date.now() - 3_600_000), new Date(Date.now() - 60_000)]
    await database.monitorPeriod.create({ data: { teamId, monitorId: id, state: 'up', from, to } })
    await database.monitorWatch.create({ data: { teamId, monitorId: id, since: from, dueAt: to } })
    await database.incident.create({
      data: { teamId, monitorId: id, appId, openedAt: from, causeCode: 'timeout', cause: `of ${count}` },
    })
    return id
  }
  monitors = { seen: await monitor(11, seenId), hidden: await monitor(12, hiddenId), whole: await monitor(13, null) }
  await database.monitor.updateMany({
    where: { teamId },
    data: { requestShown: { ...shownRequest({ headers: {}, body: null, auth: null }) } },
  })
  const window = async (name: string, monitorIds: string[]): Promise<string> => {
    const { id } = await database.maintenanceWindow.create({
      data: { teamId, name, startsAt: new Date(), endsAt: new Date() },
    })
    await database.monitorMaintenance.createMany({
      data: monitorIds.map((monitorId) => ({ teamId, monitorId, windowId: id })),
    })
    return id
  }
  windows = {
    seen: await window('seen', [monitors.seen]),
    hidden: await window('hidden', [monitors.hidden]),
    both: await window('both', [monitors.seen, monitors.hidden]),
  }
})
afterAll(() => world.close())

const page = { limit: 50 }
const names = (list: { data: { name: string }[] }) => list.data.map(({ name }) => name).sort()

describe('somebody who is let into one app sees', () => {
  it('this app and no other, in every list', async () => {
    expect(names(await listApps({ ctx: restricted, input: page }))).toEqual(['site'])
    expect(names(await listApps({ ctx: whole, input: page }))).toEqual(['shop', 'site'])
    expect((await findApps({ ctx: restricted, input: { text: '' } })).map(({ name }) => name)).toEqual(['site'])
    await expect(getApp({ ctx: restricted, input: { appId: team.appId } })).rejects.toMatchObject({ kind: 'not_found' })
  })

  it('nothing of the others’ trouble, uptime and traffic, though their ids are named', async () => {
    expect(await countTroubledApps({ ctx: whole, input: {} })).toBe(1)
    expect(await countTroubledApps({ ctx: restricted, input: {} })).toBe(0)
    const appIds = [seenId, team.appId]
    expect(Object.keys(await readAppUptimes({ ctx: whole, input: { appIds } })).sort()).toEqual([...appIds].sort())
    expect(Object.keys(await readAppUptimes({ ctx: restricted, input: { appIds } }))).toEqual([seenId])
    await world.database.appSample.updateMany({ where: { teamId: team.teamId }, data: { seconds: 60 } })
    expect(await readSparks({ ctx: restricted, input: { appIds } })).toEqual({})
  })

  it('none of their deployments and releases, nor who made them', async () => {
    const { deploymentId, appId } = team
    const refused = { kind: 'not_found' }
    await expect(getDeployment({ ctx: restricted, input: { deploymentId } })).rejects.toMatchObject(refused)
    await expect(listDeployments({ ctx: restricted, input: { ...page, appId } })).rejects.toMatchObject(refused)
    await expect(listReleases({ ctx: restricted, input: { ...page, appId } })).rejects.toMatchObject(refused)
    expect(await listDeployers({ ctx: restricted, input: {} })).toEqual([])
    expect(await listDeployers({ ctx: whole, input: {} })).not.toEqual([])
  })

  it('monitors and incidents of this app and of no app', async () => {
    const { data } = await listMonitors({ ctx: restricted, input: page })
    const ids = data.map(({ id }) => id)
    expect(ids).toContain(monitors.seen)
    expect(ids).toContain(monitors.whole)
    expect(ids).not.toContain(monitors.hidden)
    const incidents = await listIncidents({ ctx: restricted, input: page })
    expect(incidents.data.map(({ monitorId }) => monitorId)).not.toContain(monitors.hidden)
    expect((await getStatusPage({ ctx: restricted, input: {} }))?.monitors).toHaveLength(1)
  })

  it('channels, and nothing of what they were told', async () => {
    const [channel] = (await listChannels({ ctx: restricted, input: page })).data
    const channelId = channel?.id ?? ''
    await expect(listDeliveries({ ctx: restricted, input: { ...page, channelId } })).rejects.toThrow(
      'You are let into some apps of this team only; to read deliveries takes access to all of them.',
    )
    await expect(testChannel({ ctx: restricted, input: { channelId } })).rejects.toMatchObject({ kind: 'forbidden' })
  })

  it('maintenance of what they see', async () => {
    expect(names(await listMaintenanceWindows({ ctx: restricted, input: page }))).toEqual(['acme', 'both', 'seen'])
  })
})

describe('somebody who is let into one app does', () => {
  it('not add another, and is told why', async () => {
    const input = { name: 'third', hosts: ['local'] } as Parameters<typeof createApp>[0]['input']
    await expect(createApp({ ctx: restricted, input })).rejects.toThrow(
      'You are let into some apps of this team only; to create apps takes access to all of them.',
    )
  })

  it('nothing to the others', async () => {
    const refused = { kind: 'not_found' }
    const { appId } = team
    await expect(startDeployment({ ctx: restricted, input: { appId, trigger: 'api' } })).rejects.toMatchObject(refused)
    await expect(updateApp({ ctx: restricted, input: { appId, patch: { name: 'x' } } })).rejects.toMatchObject(refused)
    const { signal } = new AbortController()
    await expect(
      readAppLogs({ ctx: restricted, input: { appId, tail: 1, follow: false, signal } }),
    ).rejects.toMatchObject(refused)
    const { hidden: monitorId } = monitors
    await expect(deleteMonitor({ ctx: restricted, input: { monitorId } })).rejects.toMatchObject(refused)
    const monitor = monitorSchema.parse({ name: 'new', url: 'https://example.com/', appId })
    await expect(createMonitor({ ctx: restricted, input: monitor })).rejects.toMatchObject({
      fields: [{ path: 'appId' }],
    })
  })

  it('not end maintenance that others are in as well', async () => {
    const end = (windowId: string) => deleteMaintenanceWindow({ ctx: restricted, input: { windowId } })
    await expect(end(windows.hidden)).rejects.toMatchObject({ kind: 'not_found' })
    await expect(end(windows.both)).rejects.toThrow(/apps that you are not let into/)
    await end(windows.seen)
    const left = await world.database.maintenanceWindow.findMany({ where: { id: { in: Object.values(windows) } } })
    expect(left.map(({ name }) => name).sort()).toEqual(['both', 'hidden'])
  })
})
