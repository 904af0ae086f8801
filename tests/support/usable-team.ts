import { liveSettingsSchema, runSettingsSchema } from '@/core/apps/schema'
import { sealContexts } from '@/core/secrets/seal-contexts'
import { instanceParts } from '@/runtime'
import { sealEnv } from '@/services/apps/env-seal'
import { sealConfig } from '@/services/channels/channel-view'
import type { Database } from '@/services/context'
import { sealRequest } from '@/services/monitors/monitor-definition'
import { createSampleTeam, type SampleTeam } from './team'

export const plainSettings = {
  runSettings: runSettingsSchema.parse({ port: 3000 }),
  liveSettings: liveSettingsSchema.parse({}),
}

/** No environment at all, sealed for this app. */
export const sealNothing = async (database: Database, id: string): Promise<void> => {
  await database.app.update({ where: { id }, data: { envSealed: sealEnv(instanceParts().vault, id, {}) } })
}

/** A team with one row of everything, as a sample team has it, but with values that the API can show. */
export const createUsableTeam = async (database: Database, name: string): Promise<SampleTeam> => {
  const sample = await createSampleTeam(database, name)
  const { teamId, appId, releaseId, hostId } = sample
  const { runSettings } = plainSettings
  const { vault } = instanceParts()
  await database.app.update({ where: { id: appId }, data: plainSettings })
  await sealNothing(database, appId)
  await database.release.update({ where: { id: releaseId }, data: { runSettings } })
  await database.host.update({ where: { id: hostId }, data: { endpoint: { type: 'socket', path: '/nonexistent' } } })
  await database.deployment.updateMany({ where: { teamId }, data: { status: 'succeeded', finishedAt: new Date() } })
  await database.replica.updateMany({ where: { teamId }, data: { state: 'gone' } })
  await database.monitorRollup.deleteMany({ where: { teamId } })
  await database.monitorCheck.deleteMany({ where: { teamId } })
  const requestShown = { headerNames: [], hasBody: false, auth: null }
  for (const { id } of await database.monitor.findMany({ where: { teamId } })) {
    const requestSealed = sealRequest({ vault }, id, { headers: {}, body: null, auth: null })
    await database.monitor.update({ where: { id }, data: { requestShown, requestSealed } })
  }
  for (const { id } of await database.channel.findMany({ where: { teamId } })) {
    const configSealed = sealConfig({ vault }, id, { type: 'slack', url: 'https://hooks.slack.com/services/T/B/X' })
    await database.channel.update({ where: { id }, data: { configSealed } })
  }
  for (const { id } of await database.registry.findMany({ where: { teamId } })) {
    const passwordSealed = vault.seal('hunter2', sealContexts.registryPassword(id))
    await database.registry.update({ where: { id }, data: { passwordSealed } })
  }
  for (const { id } of await database.deployHook.findMany({ where: { teamId } })) {
    const secretSealed = vault.seal('hunter2', sealContexts.hookSecret(id))
    await database.deployHook.update({ where: { id }, data: { secretSealed } })
  }
  for (const { id } of await database.certificate.findMany({ where: { teamId } })) {
    const keySealed = vault.seal('hunter2', sealContexts.certificateKey(id))
    await database.certificate.update({ where: { id }, data: { keySealed } })
  }
  const payload = { kind: 'test', event: 'test', channelName: 'a', url: 'b' }
  await database.delivery.updateMany({ where: { teamId }, data: { payload } })
  return sample
}
