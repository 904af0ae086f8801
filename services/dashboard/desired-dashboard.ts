import { isFor } from '@/core/certificates/matching'
import type { DashboardTraffic, DomainTls } from '@/core/ports/traffic'
import type { Host, Prisma } from '@/prisma/generated/client'
import { versionOf } from '@/services/certificates/certificate-pem'
import { servedDomains } from '@/services/certificates/domain-tls'
import type { Context } from '@/services/context'
import { findKeptCertificate, keptKeyContext } from './kept-certificate'

type Ctx = Pick<Context, 'vault' | 'instance'>

/** Whether it is an engine of the machine that the dashboard runs on: only its proxies reach 127.0.0.1 there. */
export const isOwnMachine = ({ endpoint }: Pick<Host, 'endpoint'>): boolean =>
  Reflect.get(Object(endpoint), 'type') === 'socket'

/**
 * How the proxies of a host lead to the dashboard; null where they do not. Its certificate comes from the operator's
 * files, or from those of the team that the host belongs to.
 */
export const desiredDashboard = async (
  ctx: Ctx,
  tx: Prisma.TransactionClient,
  host: Pick<Host, 'endpoint' | 'teamId'>,
): Promise<DashboardTraffic | null> => {
  const { dashboard } = ctx.instance
  if (dashboard === null || !isOwnMachine(host)) return null
  const tls = (await fromFiles(ctx, tx, dashboard.domain)) ?? (await fromTeam(ctx, tx, host.teamId, dashboard.domain))
  return { ...dashboard, tls }
}

const fromFiles = async (ctx: Ctx, tx: Prisma.TransactionClient, domain: string): Promise<DomainTls | null> => {
  const kept = await findKeptCertificate(tx)
  if (!kept || !isFor(kept.domains, domain)) return null
  const pem = kept.chain + ctx.vault.open(kept.sealed, keptKeyContext)
  return { domain, version: await versionOf(kept.chain), pem, redirect: true }
}

const fromTeam = async (
  ctx: Ctx,
  tx: Prisma.TransactionClient,
  teamId: string,
  domain: string,
): Promise<DomainTls | null> => {
  const served = await servedDomains(ctx, tx, [teamId])
  const [one] = await served({ teamId, domains: [domain], httpsRedirect: true })
  return one?.open() ?? null
}
