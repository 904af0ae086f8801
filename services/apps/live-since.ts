import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'

/** Since when the release serves that serves now, as ISO 8601; null where none does. */
export const liveSince: Service<{ appId: string; releaseId: string | null }, string | null> = async ({
  ctx,
  input,
}) => {
  assertMay(ctx.actor, 'app.read')
  if (input.releaseId === null) return null
  const last = await ctx.db.deployment.findFirst({
    where: { appId: input.appId, releaseId: input.releaseId, status: 'succeeded' },
    orderBy: { id: 'desc' },
    select: { liveAt: true },
  })
  return last?.liveAt?.toISOString() ?? null
}
