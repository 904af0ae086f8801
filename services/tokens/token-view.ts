import type { ApiToken, Prisma, TokenRole } from '@/prisma/generated/client'

/** An API token as it is shown; its secret is not stored. */
export interface TokenView {
  id: string
  name: string
  role: TokenRole
  /** Its first characters. */
  prefix: string
  /** The only apps that it sees; null: all of the team's. */
  apps: { id: string; name: string }[] | null
  createdAt: string
  expiresAt: string | null
  lastUsedAt: string | null
  lastUsedIp: string | null
}

export const tokenInclude = {
  apps: { select: { app: { select: { id: true, name: true, deletedAt: true } } }, orderBy: { appId: 'asc' } },
} satisfies Prisma.ApiTokenInclude

type Row = ApiToken & { apps: { app: { id: string; name: string; deletedAt: Date | null } }[] }

export const tokenView = (row: Row): TokenView => ({
  id: row.id,
  name: row.name,
  role: row.role,
  prefix: row.prefix,
  apps: row.onlyListedApps
    ? row.apps.flatMap(({ app }) => (app.deletedAt === null ? [{ id: app.id, name: app.name }] : []))
    : null,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  lastUsedIp: row.lastUsedIp,
})
