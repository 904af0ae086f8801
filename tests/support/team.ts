import type { PrismaClient } from '@/prisma/generated/client'
import { createSampleAccess } from './team-access'
import { createSampleAlerts } from './team-alerts'

/** A team with one row of everything that hangs together: made by the unscoped client. */
export interface SampleTeam {
  teamId: string
  userId: string
  hostId: string
  appId: string
  placeId: string
  releaseId: string
  deploymentId: string
  domain: string
}

/** Writes such a team; `name` keeps its unique values apart from another's. */
export const createSampleTeam = async (db: PrismaClient, name: string): Promise<SampleTeam> => {
  const { id: teamId } = await db.team.create({ data: { name } })
  const user = await db.user.create({ data: { email: `${name}@example.com`, name, passwordHash: 'none' } })
  const membership = await db.membership.create({ data: { teamId, userId: user.id, role: 'owner' } })
  const host = await db.host.create({
    data: {
      teamId,
      name: 'local',
      endpoint: { type: 'socket', path: '/var/run/docker.sock' },
      publicAddress: '127.0.0.1',
    },
  })
  const app = await db.app.create({
    data: {
      teamId,
      name: 'shop',
      slug: `shop-${name}`,
      runSettings: {},
      liveSettings: {},
      envSealed: '',
      // It has one of each.
      nextRelease: 2,
      nextDeployment: 2,
    },
  })
  const appId = app.id
  const place = await db.appHost.create({ data: { teamId, appId, hostId: host.id } })
  const domain = `${name}.example.com`
  await db.domain.create({ data: { teamId, appId, name: domain } })
  const release = await db.release.create({
    data: { teamId, appId, number: 1, image: 'shop:1', digest: `sha256:${name}`, runSettings: {}, envSealed: '' },
  })
  const deployment = await db.deployment.create({
    data: {
      teamId,
      appId,
      number: 1,
      trigger: 'api',
      actorType: 'user',
      actorId: user.id,
      actorName: name,
      releaseId: release.id,
    },
  })
  const deploymentId = deployment.id
  await db.deploymentStep.create({
    data: { teamId, deploymentId, position: 0, name: 'preparing', status: 'done', startedAt: new Date() },
  })
  await db.deploymentEvent.create({ data: { teamId, deploymentId, type: 'log', data: { line: name } } })
  const replica = await db.replica.create({
    data: {
      teamId,
      appId,
      hostId: host.id,
      releaseId: release.id,
      deploymentId,
      number: 1,
      containerName: `shop-${name}-1`,
      side: 'a',
      slot: 1,
      address: '10.0.0.2',
      port: 8080,
      checkPath: '/',
      checkHost: domain,
    },
  })
  const at = new Date()
  await db.replicaReading.create({ data: { teamId, replicaId: replica.id, at, restarts: 0 } })
  // Where an instance runs, it may have begun already.
  const sampling = { teamId, hostId: host.id }
  await db.hostSampling.upsert({ where: { hostId: host.id }, create: sampling, update: {} })
  await db.appSample.create({
    data: { teamId, appId, hostId: host.id, seconds: 10, at, covered: 10, requests: 1, errors: 0 },
  })
  await db.registry.create({ data: { teamId, name: 'main', host: 'ghcr.io', username: name, passwordSealed: '' } })
  const token = await db.apiToken.create({
    data: { teamId, name, role: 'viewer', hash: name, prefix: 'gpl_', createdBy: user.id },
  })
  await createSampleAccess(db, { teamId, appId, name, membershipId: membership.id, tokenId: token.id })
  await db.auditEvent.create({
    data: {
      teamId,
      actorType: 'user',
      actorId: user.id,
      actorName: name,
      action: 'app.create',
      targetType: 'app',
      targetId: appId,
      targetName: 'shop',
    },
  })
  await db.idempotencyKey.create({ data: { teamId, key: 'one', request: 'POST /', bodyHash: name } })
  await createSampleAlerts(db, teamId, name)
  await db.outbox.create({ data: { teamId, topic: 'deploy', payload: { teamId, appId } } })
  return {
    teamId,
    userId: user.id,
    hostId: host.id,
    appId,
    placeId: place.id,
    releaseId: release.id,
    deploymentId,
    domain,
  }
}
