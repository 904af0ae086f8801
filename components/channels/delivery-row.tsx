'use client'

import { clsx } from 'clsx'
import { ChevronRight, Send } from 'lucide-react'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { StatusMark } from '@/components/ui/status-mark'
import { Cell, Row } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { ActionResult } from '@/core/action-result'
import { formatDuration } from '@/core/format/duration'
import { formatCountOf } from '@/core/format/number'
import { formatExact } from '@/core/format/time'
import { type DeliveryStatus, deliveryMark, deliveryWord } from './status'

/** A message as the log shows it. */
export interface ShownDelivery {
  id: string
  event: string
  status: DeliveryStatus
  title: string
  createdAt: string
  dueAt: string | null
  attempts: readonly Attempt[]
}

interface Attempt {
  at: string
  statusCode: number | null
  error: string | null
  tookMs: number
}

interface DeliveryRowProps {
  delivery: ShownDelivery
  now: string
  resend: (deliveryId: string) => Promise<ActionResult<null>>
}

/** One message: whether it arrived, and opened every attempt. */
export const DeliveryRow = ({ delivery, now, resend }: DeliveryRowProps) => {
  const [isOpen, setOpen] = useState(false)
  const last = delivery.attempts.at(-1)
  return (
    <>
      <Row className={clsx(isOpen && 'border-transparent')}>
        <Cell className="whitespace-nowrap max-md:w-full">
          <Button
            look="quiet"
            tight
            className="mr-1 -ml-2"
            aria-expanded={isOpen}
            aria-label={`Attempts of “${delivery.title}”`}
            onClick={() => setOpen(!isOpen)}
          >
            <ChevronRight size={14} aria-hidden className={clsx('transition-transform', isOpen && 'rotate-90')} />
          </Button>
          <StatusMark mark={deliveryMark(delivery.status)} word={deliveryWord(delivery.status)} />
        </Cell>
        <Cell className="max-md:w-full">
          <p className="font-medium break-words">{delivery.title}</p>
          {delivery.status !== 'delivered' && last?.error ? (
            <p className="text-sm break-words text-muted">{last.error}</p>
          ) : null}
        </Cell>
        <Cell className="text-sm text-muted">
          <Time at={delivery.createdAt} now={now} />
        </Cell>
        <Cell className="figures text-sm">
          {delivery.attempts.length === 0 ? (
            <span className="text-muted">not tried yet</span>
          ) : (
            formatCountOf(delivery.attempts.length, 'attempt')
          )}
          {delivery.dueAt ? (
            <p className="text-muted">
              next <Time at={delivery.dueAt} now={now} />
            </p>
          ) : null}
        </Cell>
        <Cell className="text-right max-md:ml-auto">
          {delivery.status === 'pending' ? null : <Resend title={delivery.title} resend={() => resend(delivery.id)} />}
        </Cell>
      </Row>
      {isOpen ? (
        <Row>
          <Cell colSpan={5} className="pt-0 pb-4 max-md:w-full md:pl-7!">
            <Attempts attempts={delivery.attempts} id={delivery.id} />
          </Cell>
        </Row>
      ) : null}
    </>
  )
}

const Attempts = ({ attempts, id }: { attempts: readonly Attempt[]; id: string }) => (
  <div className="flex flex-col gap-2">
    {attempts.length === 0 ? (
      <p className="text-muted">It has not been sent yet.</p>
    ) : (
      <ol className="flex flex-col gap-1 text-sm">
        {attempts.map((attempt) => (
          <li key={attempt.at} className="flex flex-wrap gap-x-4">
            <time dateTime={attempt.at} className="figures text-muted">
              {formatExact(new Date(attempt.at))}
            </time>
            <span className="figures">
              {attempt.statusCode === null ? 'no answer' : `answered ${attempt.statusCode}`},{' '}
              {formatDuration(attempt.tookMs)}
            </span>
            {attempt.error ? <span className="min-w-0 break-words">{attempt.error}</span> : null}
          </li>
        ))}
      </ol>
    )}
    <p className="text-sm text-muted">
      Sent along as <code className="font-mono break-all">{id}</code>, the same each time: a receiver that gets it twice
      can tell.
    </p>
  </div>
)

const Resend = ({ title, resend }: { title: string; resend: () => Promise<ActionResult<null>> }) => {
  const [pending, startTransition] = useTransition()
  const [said, setSaid] = useState('')
  const press = () =>
    startTransition(async () => {
      const result = await resend().catch(() => null)
      setSaid(result?.ok ? 'On its way.' : (result?.message ?? 'No answer came from Gapless.'))
    })
  return (
    <span className="inline-flex flex-col items-end">
      <Button look="quiet" pending={pending} onClick={press}>
        <Send size={14} aria-hidden /> Resend<span className="sr-only"> “{title}”</span>
      </Button>
      <span role="status" className="text-sm text-muted">
        {said}
      </span>
    </span>
  )
}
