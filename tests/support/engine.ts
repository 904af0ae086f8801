import { randomBytes } from 'node:crypto'
import { createArgon2Passwords } from '@/adapters/auth/argon2-passwords'
import { totpCodes } from '@/adapters/auth/totp-codes'
import { x509Reader } from '@/adapters/certificates/x509-reader'
import { createHttpChecker } from '@/adapters/checking/http-checker'
import { systemClock } from '@/adapters/clock/system-clock'
import { createDatabase } from '@/adapters/database/client'
import { scopedTo } from '@/adapters/database/scoped-client'
import { createContainers } from '@/adapters/docker/create-containers'
import { createMailer } from '@/adapters/notifiers/mailer'
import { createHttpProber } from '@/adapters/probing/http-prober'
import { cronSchedule } from '@/adapters/schedule/cron-schedule'
import { createTraffic } from '@/adapters/traffic/create-traffic'
import { createAesVault } from '@/adapters/vault/aes-vault'
import { createHmacLinkSigner } from '@/adapters/vault/hmac-link-signer'
import { freePort } from '@/bin/lib/ports'
import { startThrowawayPostgres } from '@/bin/lib/throwaway-postgres'
import { systemActor } from '@/core/access/actor'
import { type AppInput, appSchema } from '@/core/apps/schema'
import type { DeploymentStatus } from '@/core/deployments/state'
import type { LiveEvents } from '@/core/ports/live-events'
import { noQuotas } from '@/core/quotas/quota'
import { applyMigrations } from '@/prisma/migrate'
import type { AppView } from '@/services/apps/app-view'
import { createApp } from '@/services/apps/create-app'
import { removeApp } from '@/services/apps/remove-app'
import { syncDomains } from '@/services/apps/sync-domains'
import { updateApp } from '@/services/apps/update-app'
import type { Context } from '@/services/context'
import { cancelDeployment } from '@/services/deployments/cancel-deployment'
import type { DeploymentView } from '@/services/deployments/deployment-view'
import { drainReplicas } from '@/services/deployments/drain-replicas'
import { getDeployment } from '@/services/deployments/get-deployment'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { rollBackByItself } from '@/services/incidents/roll-back-by-itself'
import { dockerClients, proxyImage, randomInstanceId, removeInstance } from './docker'
import { noAttempts } from './service-context'

/** An instance without web and queue: a real database, Docker and proxies, and jobs that run in this process. */
export interface TestEngine {
  ctx: Context
  proxyPort: number
  httpsPort: number
  createApp(input: AppInput): Promise<AppView>
  /** Sets an app to another definition, as an update would. */
  changeApp(appId: string, input: AppInput): Promise<void>
  deploy(appId: string, what?: { image?: string; releaseId?: string }): Promise<DeploymentView>
  cancel(deploymentId: string): Promise<DeploymentView>
  /** Resolves once the deployment is in this status; throws when it ends otherwise. */
  reaches(deploymentId: string, status: DeploymentStatus): Promise<DeploymentView>
  /** Resolves once the deployment has ended. */
  ended(deploymentId: string): Promise<DeploymentView>
  /** Resolves once its old replicas are gone and its proof is complete. */
  drained(deploymentId: string): Promise<DeploymentView>
  stop(): Promise<void>
}

/** Live events within this process. */
const localLiveEvents = (): LiveEvents => {
  const listeners = new Map<string, Set<(message: unknown) => void>>()
  return {
    publish: async (channel, message) => {
      for (const listener of listeners.get(channel) ?? []) listener(message)
    },
    subscribe: async (channel, onMessage) => {
      const known = listeners.get(channel) ?? new Set()
      listeners.set(channel, known.add(onMessage))
      return () => known.delete(onMessage)
    },
  }
}

/** `keepLinesMs`: how long a line to the proxies is kept for whoever comes next; short, for tests end with it. */
export const startTestEngine = async ({ keepLinesMs = 1000 } = {}): Promise<TestEngine> => {
  const instanceId = randomInstanceId()
  const postgres = await startThrowawayPostgres()
  await applyMigrations(postgres.url)
  const instanceDb = createDatabase(postgres.url)
  const [proxyPort, httpsPort] = [await freePort(), await freePort()]
  const proxyTag = await proxyImage()
  const team = await instanceDb.team.create({ data: { name: 'Test' } })
  await instanceDb.host.create({
    data: {
      teamId: team.id,
      name: 'local',
      endpoint: { type: 'socket', path: '/var/run/docker.sock' },
      publicAddress: '127.0.0.1',
      status: 'ready',
    },
  })
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  const clients = dockerClients()
  const probeSecret = randomBytes(16).toString('hex')

  const key = randomBytes(32).toString('base64')

  const ctx: Context = {
    actor: systemActor(team.id),
    db: scopedTo(instanceDb, { teamId: team.id, appIds: null }),
    instanceDb,
    containers: createContainers(clients),
    traffic: createTraffic({
      docker: clients,
      isHost: async (id) => (await instanceDb.host.count({ where: { id } })) > 0,
      proxyImage: async () => proxyTag,
      httpPort: proxyPort,
      httpsPort,
      probeSecret,
      keepLinesMs,
    }),
    prober: createHttpProber(probeSecret),
    resolver: { resolve: async () => [] },
    checker: createHttpChecker({ resolver: { resolve: async () => [] } }),
    mayConnect: () => false,
    live: localLiveEvents(),
    vault: createAesVault([key]),
    passwords: createArgon2Passwords(),
    attempts: noAttempts,
    codes: totpCodes,
    notifier: {
      send: async () => {
        throw new Error('sending is not part of this test')
      },
    },
    mailer: createMailer(undefined),
    certificates: x509Reader,
    signer: createHmacLinkSigner([key]),
    schedule: cronSchedule,
    backups: {
      archive: () => {
        throw new Error('a backup is not part of this test')
      },
      store: () => {
        throw new Error('a backup is not part of this test')
      },
    },
    clock: systemClock,
    instance: {
      id: instanceId,
      proxyHttpPort: proxyPort,
      proxyHttpsPort: httpsPort,
      dashboard: null,
      url: 'http://127.0.0.1',
      sampleImage: null,
      quotas: noQuotas,
    },
    log: { info: () => undefined, warn: console.warn, error: console.error },
    jobs: {
      add: async (name, payload) => {
        const owner = `test-${randomBytes(4).toString('hex')}`
        const work =
          'deploymentId' in payload
            ? drainReplicas({ ctx, input: { deploymentId: payload.deploymentId, stopping: stopping.signal } })
            : 'incidentId' in payload
              ? rollBackByItself({ ctx, input: { incidentId: payload.incidentId } })
              : name === 'sync-domains'
                ? syncDomains({ ctx, input: { appId: payload.appId } })
                : name === 'deploy'
                  ? runNextDeployment({ ctx, input: { appId: payload.appId, owner, stopping: stopping.signal } })
                  : removeApp({ ctx, input: { appId: payload.appId, owner } })
        const kept = work.catch((error: unknown) => {
          if (!stopping.signal.aborted) console.error(name, error)
        })
        running.add(kept)
        void kept.finally(() => running.delete(kept))
      },
    },
  }

  const until = async (deploymentId: string, reached: (view: DeploymentView) => boolean): Promise<DeploymentView> => {
    for (;;) {
      const view = await getDeployment({ ctx, input: { deploymentId } })
      if (reached(view)) return view
      await systemClock.wait(20)
    }
  }

  return {
    ctx,
    proxyPort,
    httpsPort,
    createApp: (input) => createApp({ ctx, input: appSchema.parse(input) }),
    changeApp: async (appId, patch) => {
      await updateApp({ ctx, input: { appId, patch } })
    },
    cancel: (deploymentId) => cancelDeployment({ ctx, input: { deploymentId } }),
    reaches: async (id, status) => {
      const view = await until(id, (one) => one.status === status || one.finishedAt !== null)
      if (view.status !== status) throw new Error(`it ended as ${view.status}: ${view.failure?.message}`)
      return view
    },
    deploy: (appId, what = {}) => startDeployment({ ctx, input: { appId, trigger: 'api', ...what } }),
    ended: (id) => until(id, (view) => view.finishedAt !== null),
    drained: async (id) => {
      const ended = await until(id, (view) => view.finishedAt !== null)
      while ((await ctx.db.deployment.count({ where: { id, drainState: 'pending' } })) > 0) await systemClock.wait(20)
      return ended.proof === null ? ended : until(id, (view) => view.proof?.complete === true)
    },
    stop: async () => {
      stopping.abort(new Error('the test is over'))
      await Promise.all(running)
      await removeInstance(instanceId)
      await instanceDb.$disconnect()
      await postgres.stop()
    },
  }
}
