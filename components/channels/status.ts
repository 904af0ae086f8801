import type { Mark } from '@/components/ui/status-mark'

export type DeliveryStatus = 'pending' | 'delivered' | 'failed'

/** That a message did not arrive hurts no user of the app. */
const marks: Record<DeliveryStatus, Mark> = { pending: 'moving', delivered: 'live', failed: 'degraded' }

export const deliveryMark = (status: DeliveryStatus): Mark => marks[status]

const words: Record<DeliveryStatus, string> = { pending: 'Waiting', delivered: 'Delivered', failed: 'Not delivered' }

export const deliveryWord = (status: DeliveryStatus): string => words[status]
