import { type LogEvent, logEventSchema } from '@/core/events/deployment-events'

/** A line with the id of its event: its place in the log. */
export interface LogLineView extends LogEvent {
  id: number
}

/** What the database gives for a line. */
export const logLineSelect = { id: true, data: true } as const

export const logLineView = ({ id, data }: { id: bigint; data: unknown }): LogLineView => ({
  id: Number(id),
  ...logEventSchema.parse(data),
})
