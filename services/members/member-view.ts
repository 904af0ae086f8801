import type { Role } from '@/core/access/actor'
import type { Prisma } from '@/prisma/generated/client'

export interface MemberView {
  id: string
  userId: string
  name: string
  email: string
  role: Role
  onlyListedApps: boolean
  /** The apps that they see; null: all of the team's. */
  appIds: string[] | null
  /** The same with their names, without those that are being removed. */
  apps: { id: string; name: string }[] | null
  hasSecondFactor: boolean
  createdAt: string
}

export const memberInclude = {
  user: { select: { id: true, name: true, email: true, totpEnabledAt: true, isOperator: true } },
  apps: {
    select: { appId: true, app: { select: { id: true, name: true, deletedAt: true } } },
    orderBy: { appId: 'asc' },
  },
} as const satisfies Prisma.MembershipInclude

export type MemberRow = Prisma.MembershipGetPayload<{ include: typeof memberInclude }>

export const appIdsOf = (row: { onlyListedApps: boolean; apps: readonly { appId: string }[] }): string[] | null =>
  row.onlyListedApps ? row.apps.map(({ appId }) => appId) : null

export const memberView = (row: MemberRow): MemberView => ({
  id: row.id,
  userId: row.user.id,
  name: row.user.name,
  email: row.user.email,
  role: row.role,
  onlyListedApps: row.onlyListedApps,
  appIds: appIdsOf(row),
  apps: row.onlyListedApps
    ? row.apps.flatMap(({ app }) => (app.deletedAt === null ? [{ id: app.id, name: app.name }] : []))
    : null,
  hasSecondFactor: row.user.totpEnabledAt !== null,
  createdAt: row.createdAt.toISOString(),
})
