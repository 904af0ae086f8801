import { formatBytes, formatCount } from '@/core/format/number'
import { type QuotaKind, type QuotaUses, quotaKinds } from '@/core/quotas/quota'

const titles: Record<QuotaKind, string> = { apps: 'Apps', monitors: 'Monitors', logBytes: 'Logs of deployments' }

const shown = (kind: QuotaKind, value: number): string =>
  kind === 'logBytes' ? formatBytes(value) : formatCount(value)

/** How much of what it may have a team uses. */
export const QuotaUse = ({ uses }: { uses: QuotaUses }) => (
  <dl className="flex flex-wrap gap-x-10 gap-y-3">
    {quotaKinds.map((kind) => {
      const { used, limit } = uses[kind]
      const isFull = limit !== null && used >= limit
      return (
        <div key={kind}>
          <dt className="text-sm text-muted">{titles[kind]}</dt>
          <dd className="figures">
            {shown(kind, used)}
            {limit === null ? <span className="text-muted">, no limit</span> : ` of ${shown(kind, limit)}`}
            {isFull && kind !== 'logBytes' ? <span className="text-warn"> – no room for another</span> : null}
          </dd>
        </div>
      )
    })}
  </dl>
)
