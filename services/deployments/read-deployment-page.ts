import { assertMay } from '@/core/access/policy'
import { isEnd } from '@/core/deployments/state'
import { notFound } from '@/core/errors'
import { appUrl } from '@/services/apps/app-url'
import { coveringCertificates } from '@/services/certificates/covering'
import type { Service } from '@/services/context'
import { type DeploymentView, deploymentInclude, deploymentView } from './deployment-view'
import { type LogLineView, logLineSelect, logLineView } from './log-line-view'
import { type DeploymentPicture, readPicture } from './read-picture'

/** How much of a log comes with the page; the rest is asked for. */
const firstLines = 500

export interface DeploymentPage extends DeploymentPicture {
  deployment: DeploymentView
  /** Its release is the one that serves now. */
  isCurrent: boolean
  isCancelling: boolean
  /** Its own release can be made live again: its image is kept, and another one serves. */
  redeployable: boolean
  appUrl: string | null
  lines: LogLineView[]
  hasEarlierLines: boolean
  /** Its log was taken away: the team may keep only so much of logs. */
  isLogForgotten: boolean
  /** From here on the stream brings what is new. */
  lastEventId: string
}

/** Everything the page of a deployment shows at first. Throws not_found. */
export const readDeploymentPage: Service<{ deploymentId: string }, DeploymentPage> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'deployment.read')
  const { deploymentId } = input
  // Read first: whatever comes after this event is then in what is read below, or comes by the stream, or both.
  const last = await ctx.db.deploymentEvent.findFirst({
    where: { deploymentId },
    orderBy: { id: 'desc' },
    select: { id: true },
  })
  const row = await ctx.db.deployment.findUnique({
    where: { id: deploymentId },
    include: {
      ...deploymentInclude,
      release: { select: { id: true, number: true, image: true, digest: true, retiredAt: true } },
      app: {
        select: {
          name: true,
          currentReleaseId: true,
          domains: { select: { name: true }, orderBy: [{ position: 'asc' }, { name: 'asc' }], take: 1 },
        },
      },
    },
  })
  if (!row) throw notFound('deployment')
  const [picture, events, covering] = await Promise.all([
    readPicture({ ctx, input }),
    ctx.db.deploymentEvent.findMany({
      where: { deploymentId, type: 'log' },
      orderBy: { id: 'desc' },
      take: firstLines + 1,
      select: logLineSelect,
    }),
    coveringCertificates(ctx.db),
  ])
  const isLive = row.releaseId !== null && row.app.currentReleaseId === row.releaseId
  const { release, ...rest } = row
  const shownRelease = release && {
    id: release.id,
    number: release.number,
    image: release.image,
    digest: release.digest,
  }
  const domain = row.app.domains[0]?.name
  const isSecured = domain !== undefined && covering(domain) !== null
  return {
    deployment: deploymentView({ ...rest, release: shownRelease }),
    ...picture,
    isCurrent: isLive && row.status === 'succeeded',
    isCancelling: row.cancelRequestedAt !== null && !isEnd(row.status),
    redeployable: release !== null && release.retiredAt === null && !isLive,
    appUrl: appUrl(domain, ctx.instance, isSecured),
    lines: events.slice(0, firstLines).reverse().map(logLineView),
    hasEarlierLines: events.length > firstLines,
    isLogForgotten: row.logForgottenAt !== null,
    lastEventId: String(last?.id ?? 0),
  }
}
