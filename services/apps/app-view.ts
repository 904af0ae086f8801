import type { Actor } from '@/core/access/actor'
import { may } from '@/core/access/policy'
import type { AppStatus, LiveSettings, RunSettings } from '@/core/apps/schema'
import { type Proof, proofSchema } from '@/core/deployments/schema'
import { activeStatuses, type DeploymentStatus, isEnd } from '@/core/deployments/state'
import { lastRepair, type Repair } from '@/core/reconcile/repair'
import type { Deployment, Release } from '@/prisma/generated/client'
import { type Covering, coveringCertificates } from '@/services/certificates/covering'
import type { Context } from '@/services/context'
import { type AppRow, definitionOf } from './app-row'
import { appUrl } from './app-url'
import { openEnv } from './env-seal'

/** An app as the API and the dashboard show it. */
export interface AppView extends RunSettings, LiveSettings {
  id: string
  name: string
  hosts: string[]
  image: string | null
  domains: string[]
  /** Absent for viewers; never has the values of names in `secretEnv`. */
  env?: Record<string, string>
  envNames: string[]
  secretEnv: string[]
  /** Through the proxy, by its first domain. */
  url: string | null
  /** The certificate of its first domain; null where it has none. */
  tls: { certificateId: string; name: string; expiresAt: string } | null
  status: AppStatus
  currentReleaseId: string | null
  createdAt: string
  /** Replicas that serve, and that should, over all hosts. */
  readyReplicas: number
  wantedReplicas: number
  liveRelease: ReleaseSummary | null
  /** The newest one, ended or not. */
  lastDeployment: DeploymentSummary | null
  /** What Gapless last found amiss on each of its hosts, and whether it is right again. */
  repairs: (Repair & { host: string })[]
}

interface ReleaseSummary {
  id: string
  number: number
  image: string
}

interface DeploymentSummary {
  id: string
  number: number
  status: DeploymentStatus
  trigger: string
  actor: { type: string; name: string }
  /** Of the release it makes live, null while it has none. */
  release: ReleaseSummary | null
  queuedAt: string
  liveAt: string | null
  finishedAt: string | null
  proof: Proof | null
}

type DeploymentRow = Deployment & { release: ReleaseSummary | null }

const iso = (date: Date | null): string | null => date?.toISOString() ?? null

const deploymentSummary = (row: DeploymentRow): DeploymentSummary => ({
  id: row.id,
  number: row.number,
  status: row.status,
  trigger: row.trigger,
  actor: { type: row.actorType, name: row.actorName },
  release: row.release,
  queuedAt: row.queuedAt.toISOString(),
  liveAt: iso(row.liveAt),
  finishedAt: iso(row.finishedAt),
  proof: row.proof === null ? null : proofSchema.parse(row.proof),
})

const statusOf = (row: AppRow, isDeploying: boolean, wanted: number): AppStatus => {
  if (isDeploying) return 'deploying'
  if (row.currentReleaseId === null) return 'never_deployed'
  const ready = row._count.replicas
  const isAmiss = row.hosts.some((place) => typeof lastRepair(place.repair)?.failure === 'string')
  return ready === 0 ? 'down' : ready < wanted || isAmiss ? 'degraded' : 'live'
}

/** Env as this actor may see it: developers and above, without what is marked secret. */
const shownEnv = (ctx: Pick<Context, 'vault'>, actor: Actor, row: AppRow): { env?: Record<string, string> } => {
  if (!may(actor, 'app.read_env')) return {}
  const secret = new Set(row.secretEnv)
  const entries = Object.entries(openEnv(ctx.vault, row.id, row.envSealed))
  return { env: Object.fromEntries(entries.filter(([name]) => !secret.has(name))) }
}

/** Views of apps in three more queries, however many there are. */
export const appViews = async (ctx: Context, rows: readonly AppRow[]): Promise<AppView[]> => {
  if (rows.length === 0) return []
  const select = { id: true, number: true, image: true } as const
  const [deployments, releases, covering] = await Promise.all([
    ctx.db.deployment.findMany({
      where: {
        OR: [
          { appId: { in: rows.map((row) => row.id) }, status: { in: ['queued', ...activeStatuses] } },
          ...rows.map((row) => ({ appId: row.id, number: row.nextDeployment - 1 })),
        ],
      },
      orderBy: { number: 'desc' },
      include: { release: { select } },
    }),
    ctx.db.release.findMany({
      where: { id: { in: rows.flatMap((row) => row.currentReleaseId ?? []) } },
      select,
    }),
    coveringCertificates(ctx.db),
  ])
  return rows.map((row) => {
    const [first] = row.domains
    return appView(ctx, row, { deployments, releases, certificate: first ? covering(first.name) : null })
  })
}

const appView = (
  ctx: Context,
  row: AppRow,
  read: {
    deployments: readonly DeploymentRow[]
    releases: readonly Pick<Release, 'id' | 'number' | 'image'>[]
    certificate: Covering | null
  },
): AppView => {
  const { deployments, releases, certificate } = read
  const own = deployments.filter((deployment) => deployment.appId === row.id)
  const last = own[0]
  const definition = definitionOf(row)
  const wanted = definition.replicas * row.hosts.length
  return {
    id: row.id,
    ...definition,
    image: row.image,
    ...shownEnv(ctx, ctx.actor, row),
    envNames: row.envNames,
    url: appUrl(row.domains[0]?.name, ctx.instance, certificate !== null),
    tls: certificate && {
      certificateId: certificate.id,
      name: certificate.name,
      expiresAt: certificate.notAfter.toISOString(),
    },
    status: statusOf(
      row,
      own.some((deployment) => !isEnd(deployment.status)),
      wanted,
    ),
    currentReleaseId: row.currentReleaseId,
    createdAt: row.createdAt.toISOString(),
    readyReplicas: row._count.replicas,
    wantedReplicas: wanted,
    liveRelease: releases.find((release) => release.id === row.currentReleaseId) ?? null,
    lastDeployment: last ? deploymentSummary(last) : null,
    repairs: row.hosts.flatMap(({ host, repair }) => {
      const last = lastRepair(repair)
      return last ? [{ ...last, host: host.name }] : []
    }),
  }
}
