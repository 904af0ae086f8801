import { toldAtDays, toTell } from '@/core/certificates/expiry'
import { chooseCertificate } from '@/core/certificates/matching'
import type { ToldCertificate } from '@/core/deliveries/message'
import type { Prisma } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'
import { findKeptCertificate, keptCertificateName } from '@/services/dashboard/kept-certificate'
import { writeDelivery } from '@/services/deliveries/write-delivery'

type Tx = Prisma.TransactionClient
type Ctx = Pick<InstanceContext, 'instanceDb' | 'clock'>

const dayMs = 24 * 60 * 60_000
const atMost = 200

/**
 * Tells the teams' channels of certificates that come to their end: 30, 14, 7 and 1 day before it, and at it, once each
 * however many workers look. Called every few minutes.
 */
export const tellExpiring = async (ctx: Ctx): Promise<void> => {
  const now = ctx.clock.now()
  const rows = await ctx.instanceDb.certificate.findMany({
    // Those alone of which there is something to tell (toTell): others would keep the later ones out.
    where: {
      OR: toldAtDays.map((days) => ({
        notAfter: { lte: new Date(now.getTime() + days * dayMs) },
        OR: [{ toldDays: null }, { toldDays: { gt: days } }],
      })),
    },
    orderBy: { notAfter: 'asc' },
    take: atMost,
  })
  for (const row of rows) {
    const days = toTell(row.notAfter, now, row.toldDays)
    if (days === null) continue
    await ctx.instanceDb.$transaction(async (tx) => {
      // Of several workers one gets here first; a certificate that was replaced meanwhile is another matter.
      const { count } = await tx.certificate.updateMany({
        where: { id: row.id, toldDays: row.toldDays, notAfter: row.notAfter },
        data: { toldDays: days },
      })
      if (count === 0) return
      const apps = await appsServedBy(tx, row)
      const { id, name, domains, notAfter } = row
      await tell(tx, row.teamId, { id, name, domains, apps, expiresAt: notAfter.toISOString(), days, links: [] }, now)
    })
  }
  await tellOfDashboard(ctx, now)
}

const appsServedBy = async (tx: Tx, { id, teamId }: { id: string; teamId: string }): Promise<string[]> => {
  const [all, domains] = await Promise.all([
    tx.certificate.findMany({ where: { teamId }, select: { id: true, domains: true, notAfter: true } }),
    tx.domain.findMany({ where: { teamId }, select: { name: true, app: { select: { name: true } } } }),
  ])
  const served = domains.filter(({ name }) => chooseCertificate(all, name)?.id === id)
  return [...new Set(served.map(({ app }) => app.name))].sort()
}

/** The one from files is the operator's: the teams that the operators are owners of are told. */
const tellOfDashboard = async (ctx: Ctx, now: Date): Promise<void> => {
  const kept = await findKeptCertificate(ctx.instanceDb)
  if (!kept) return
  const days = toTell(new Date(kept.notAfter), now, kept.toldDays)
  if (days === null) return
  await ctx.instanceDb.$transaction(async (tx) => {
    // Writing to the row locks it; who comes second reads what the first has told.
    await tx.instanceSetting.update({ where: { key: keptCertificateName }, data: { updatedAt: now } })
    const { sealed: _, ...latest } = (await findKeptCertificate(tx)) ?? kept
    if (latest.chain !== kept.chain || latest.toldDays !== kept.toldDays) return
    await tx.instanceSetting.update({
      where: { key: keptCertificateName },
      data: { value: { ...latest, toldDays: days } },
    })
    const teams = await tx.membership.findMany({
      where: { role: 'owner', user: { isOperator: true } },
      select: { teamId: true },
      distinct: ['teamId'],
    })
    const told = { id: null, name: 'of the dashboard', domains: latest.domains, apps: [], links: [] }
    for (const { teamId } of teams) await tell(tx, teamId, { ...told, expiresAt: latest.notAfter, days }, now)
  })
}

const tell = async (tx: Tx, teamId: string, certificate: ToldCertificate, now: Date): Promise<void> => {
  const channels = await tx.channel.findMany({
    where: { teamId, enabled: true, events: { has: 'certificate.expiring' } },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  const message = { kind: 'certificate' as const, event: 'certificate.expiring' as const, certificate }
  for (const { id } of channels) await writeDelivery(tx, { teamId, channelId: id, message, now, group: null })
}
