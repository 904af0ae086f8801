import { type Mark, StatusMark } from '@/components/ui/status-mark'
import { type ExpiryState, expiryState, expiryWords } from '@/core/certificates/expiry'
import { formatExact } from '@/core/format/time'

const marks: Record<ExpiryState, Mark> = { valid: 'live', soon: 'degraded', urgent: 'degraded', ended: 'down' }

/** How long a certificate still lasts, with the exact time of its end on hover and focus. */
export const ExpiryMark = ({ notAfter, now, inRow = false }: { notAfter: string; now: string; inRow?: boolean }) => {
  const [end, at] = [new Date(notAfter), new Date(now)]
  return (
    <span className="exact" data-exact={formatExact(end)} {...(inRow ? {} : { tabIndex: 0 })}>
      <StatusMark mark={marks[expiryState(end, at)]} word={expiryWords(end, at)} />
    </span>
  )
}
