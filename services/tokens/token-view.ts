import type { ApiToken, TokenRole } from '@/prisma/generated/client'

/** An API token as it is shown; its secret is not stored. */
export interface TokenView {
  id: string
  name: string
  role: TokenRole
  /** Its first characters. */
  prefix: string
  createdAt: string
  expiresAt: string | null
  lastUsedAt: string | null
  lastUsedIp: string | null
}

export const tokenView = (row: ApiToken): TokenView => ({
  id: row.id,
  name: row.name,
  role: row.role,
  prefix: row.prefix,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  lastUsedIp: row.lastUsedIp,
})
