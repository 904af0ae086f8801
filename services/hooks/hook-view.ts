import type { Context } from '@/services/context'

/** A deploy hook as it is shown; its secret is shown once, when it is made. */
export interface HookView {
  id: string
  appId: string
  name: string
  /** Where deliveries are posted to. */
  url: string
  createdAt: string
  lastUsedAt: string | null
}

interface Row {
  id: string
  appId: string
  name: string
  createdAt: Date
  lastUsedAt: Date | null
}

export const hookView = (ctx: Pick<Context, 'instance'>, row: Row): HookView => ({
  id: row.id,
  appId: row.appId,
  name: row.name,
  url: new URL(`/api/v1/hooks/${row.id}`, ctx.instance.url).href,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
})
