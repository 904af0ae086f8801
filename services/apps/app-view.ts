import { may } from '@/core/access/policy'
import {
  type AppStatus,
  type LiveSettings,
  liveSettingsSchema,
  type RunSettings,
  runSettingsSchema,
} from '@/core/apps/schema'
import { activeStatuses } from '@/core/deployments/state'
import type { Prisma } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { openEnv } from './env-seal'

/** An app as the API and the dashboard show it: what was asked for, and how it stands. */
export interface AppView extends Omit<RunSettings, 'command' | 'preDeploy'>, LiveSettings {
  id: string
  name: string
  hosts: string[]
  image: string | null
  domains: string[]
  command: string[] | null
  preDeploy: RunSettings['preDeploy'] | null
  /** For developers and above; never the values of names marked secret. */
  env?: Record<string, string>
  envNames: string[]
  secretEnv: string[]
  /** Where its users reach it; null without a domain. */
  url: string | null
  status: AppStatus
  currentReleaseId: string | null
  currentRelease: { id: string; number: number; image: string; digest: string; liveAt: string | null } | null
  /** Replicas of the current release that serve, and that should. */
  replicasReady: number
  replicasWanted: number
  /** The deployment on its way, queued ones too. */
  activeDeployment: { id: string; number: number; release: number | null } | null
  createdAt: string
  updatedAt: string
}

const appInclude = {
  domains: { select: { name: true }, orderBy: { name: 'asc' } },
  hosts: { select: { host: { select: { name: true } } }, orderBy: { id: 'asc' } },
  deployments: {
    where: { status: { in: ['queued', ...activeStatuses] } },
    orderBy: { number: 'desc' },
    take: 1,
    select: { id: true, number: true, release: { select: { number: true } } },
  },
  replicas: { where: { state: 'ready' }, select: { releaseId: true, host: { select: { status: true } } } },
} satisfies Prisma.AppInclude

type Row = Prisma.AppGetPayload<{ include: typeof appInclude }>
type Current = NonNullable<AppView['currentRelease']>

/** The apps that `query` finds, as views: three database queries, however many there are. */
export const findAppViews = async (
  ctx: Context,
  query: Pick<Prisma.AppFindManyArgs, 'where' | 'orderBy' | 'take'>,
): Promise<AppView[]> => {
  const rows = await ctx.db.app.findMany({ ...query, include: appInclude })
  const ids = rows.flatMap((row) => (row.currentReleaseId === null ? [] : [row.currentReleaseId]))
  const [releases, lives] = await Promise.all([
    ctx.db.release.findMany({
      where: { id: { in: ids } },
      select: { id: true, number: true, image: true, digest: true },
    }),
    ctx.db.deployment.groupBy({
      by: ['releaseId'],
      where: { releaseId: { in: ids }, status: 'succeeded' },
      _max: { liveAt: true },
    }),
  ])
  const liveAt = new Map(lives.map((live) => [live.releaseId, live._max.liveAt?.toISOString() ?? null]))
  const current = new Map(
    releases.map((release) => [release.id, { ...release, liveAt: liveAt.get(release.id) ?? null }]),
  )
  return rows.map((row) => appView(ctx, row, current.get(row.currentReleaseId ?? '') ?? null))
}

const appView = (ctx: Context, row: Row, currentRelease: Current | null): AppView => {
  const { command = null, preDeploy = null, ...run } = runSettingsSchema.parse(row.runSettings)
  const live = liveSettingsSchema.parse(row.liveSettings)
  const domains = row.domains.map((domain) => domain.name)
  const [active] = row.deployments
  const replicasReady = row.replicas.filter(
    (replica) => replica.releaseId === row.currentReleaseId && replica.host.status !== 'unreachable',
  ).length
  const replicasWanted = live.replicas * row.hosts.length
  return {
    id: row.id,
    name: row.name,
    hosts: row.hosts.map((place) => place.host.name),
    image: row.image,
    domains,
    ...run,
    command,
    preDeploy,
    ...live,
    ...(may(ctx.actor, 'app.read_env') ? { env: shownEnv(ctx, row) } : {}),
    envNames: row.envNames,
    secretEnv: row.secretEnv,
    url: domains[0] === undefined ? null : publicUrl(domains[0], ctx.instance.proxyHttpPort),
    status: active ? 'deploying' : statusOf(row.currentReleaseId, replicasReady, replicasWanted),
    currentReleaseId: row.currentReleaseId,
    currentRelease,
    replicasReady,
    replicasWanted,
    activeDeployment: active ? { id: active.id, number: active.number, release: active.release?.number ?? null } : null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

const statusOf = (currentReleaseId: string | null, ready: number, wanted: number): AppStatus => {
  if (currentReleaseId === null) return 'never_deployed'
  if (ready === 0) return 'down'
  return ready < wanted ? 'degraded' : 'live'
}

const publicUrl = (domain: string, port: number): string => `http://${domain}${port === 80 ? '' : `:${port}`}`

const shownEnv = (ctx: Context, row: Row): Record<string, string> => {
  const secret = new Set(row.secretEnv)
  return Object.fromEntries(
    Object.entries(openEnv(ctx.vault, row.id, row.envSealed)).filter(([name]) => !secret.has(name)),
  )
}
