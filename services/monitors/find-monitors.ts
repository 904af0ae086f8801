import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { monitorsMatching } from './list-monitors'

const most = 5

/** A few monitors by a part of their name or URL. */
export const findMonitors: Service<{ text: string }, { id: string; name: string; enabled: boolean }[]> = async ({
  ctx,
  input,
}) => {
  assertMay(ctx.actor, 'monitor.read')
  return ctx.db.monitor.findMany({
    where: monitorsMatching({ search: input.text }),
    orderBy: { name: 'asc' },
    take: most,
    select: { id: true, name: true, enabled: true },
  })
}
