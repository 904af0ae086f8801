import { Notice } from '@/components/ui/notice'
import { Time } from '@/components/ui/time'
import { type Repair, repairIsTold } from '@/core/reconcile/repair'

/** What was amiss with the app that nobody had asked for, and whether it is right again. */
export const Repairs = ({ repairs, now }: { repairs: readonly (Repair & { host: string })[]; now: string }) => {
  const told = repairs.filter((repair) => repairIsTold(repair, new Date(now)))
  if (told.length === 0) return null
  return (
    <div className="mt-4 flex max-w-3xl flex-col gap-2">
      {told.map((repair) => (
        <Notice key={repair.host} tone={repair.failure === null ? 'plain' : 'warn'}>
          <p>
            {repair.failure === null ? 'Put right by Gapless' : 'Gapless could not put this right'} on {repair.host},{' '}
            <Time at={repair.at} now={now} />: {repair.amiss.join(' ')}
          </p>
          {repair.failure === null ? null : (
            <p className="text-sm text-muted">{repair.failure} It is tried again every minute.</p>
          )}
        </Notice>
      ))}
    </div>
  )
}
