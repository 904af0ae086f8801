import { messageSchema } from '@/core/deliveries/message'
import { wordsOf } from '@/core/deliveries/words'
import type { Delivery, DeliveryAttempt, Prisma } from '@/prisma/generated/client'

/** A message to a channel as the API and the dashboard show it. */
export interface DeliveryView {
  id: string
  event: string
  status: 'pending' | 'delivered' | 'failed'
  /** What it says, in a line. */
  title: string
  createdAt: string
  /** When it is sent next; null once it has ended. */
  dueAt: string | null
  endedAt: string | null
  /** Each time that it was sent, the first of them first. */
  attempts: AttemptView[]
}

export interface AttemptView {
  at: string
  statusCode: number | null
  /** Why it failed, or what went wrong although it was taken. */
  error: string | null
  tookMs: number
}

export const deliveryInclude = { attempts: { orderBy: { id: 'asc' } } } satisfies Prisma.DeliveryInclude

export const deliveryView = (row: Delivery & { attempts: DeliveryAttempt[] }): DeliveryView => ({
  id: row.id,
  event: row.event,
  status: row.status,
  title: wordsOf(messageSchema.parse(row.payload)).title,
  createdAt: row.createdAt.toISOString(),
  dueAt: row.status === 'pending' ? row.dueAt.toISOString() : null,
  endedAt: row.endedAt?.toISOString() ?? null,
  attempts: row.attempts.map((attempt) => ({
    at: attempt.at.toISOString(),
    statusCode: attempt.statusCode,
    error: attempt.error,
    tookMs: attempt.tookMs,
  })),
})
