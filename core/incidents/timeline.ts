import { z } from 'zod'

/** What may happen to an incident, with what is kept of it. */
export const incidentEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('opened'), data: z.object({ cause: z.string() }) }),
  z.object({ type: z.literal('cause_changed'), data: z.object({ cause: z.string() }) }),
  z.object({ type: z.literal('held'), data: z.object({ until: z.string() }) }),
  z.object({ type: z.literal('told'), data: z.object({ channel: z.string(), event: z.string() }) }),
  z.object({ type: z.literal('acknowledged'), data: z.object({ by: z.string() }) }),
  z.object({ type: z.literal('reminded'), data: z.object({}) }),
  z.object({ type: z.literal('flapping'), data: z.object({}) }),
  z.object({
    type: z.literal('rollback_started'),
    data: z.object({ by: z.string(), release: z.number(), deployment: z.number() }),
  }),
  z.object({ type: z.literal('rollback_refused'), data: z.object({ why: z.string() }) }),
  z.object({ type: z.literal('rollback_ended'), data: z.object({ status: z.string() }) }),
  z.object({
    type: z.literal('resolved'),
    data: z.object({
      silently: z.boolean(),
      unwatched: z.boolean().default(false),
      overtaken: z.boolean().default(false),
    }),
  }),
])
export type IncidentEvent = z.infer<typeof incidentEventSchema>

const ends: Record<string, string> = {
  succeeded: 'The rollback is live.',
  failed: 'The rollback failed; what served before still does.',
  rolled_back: 'The rollback was itself taken back.',
  cancelled: 'The rollback was cancelled.',
  superseded: 'The rollback gave way to a newer deployment.',
}

/** What happened, in a sentence. */
export const eventWords = (event: IncidentEvent): string => {
  switch (event.type) {
    case 'opened':
      return `Opened: ${event.data.cause}`
    case 'cause_changed':
      return `Now it is: ${event.data.cause}`
    case 'held':
      return 'The app is being deployed: nobody is told until that has ended.'
    case 'told':
      return toldWords(event.data)
    case 'acknowledged':
      return `${event.data.by} has seen it; no more reminders.`
    case 'reminded':
      return 'It still lasts; a reminder goes out.'
    case 'flapping':
      return 'It goes up and down in quick turn.'
    case 'rollback_started':
      return `${event.data.by} went back to v${event.data.release} (deployment ${event.data.deployment}).`
    case 'rollback_refused':
      return `It was not rolled back by itself: ${event.data.why}`
    case 'rollback_ended':
      return ends[event.data.status] ?? `The rollback ended: ${event.data.status}.`
    case 'resolved':
      if (event.data.unwatched) return 'Ended: its monitor is not watched any more.'
      if (event.data.overtaken) return 'Ended: the monitor is down now, which is an incident of its own.'
      return event.data.silently ? 'Resolved before anybody was told.' : 'Resolved.'
  }
}

const toldWords = ({ channel, event }: { channel: string; event: string }): string => {
  if (event === 'incident.opened') return `${channel} was told.`
  if (event === 'incident.resolved') return `${channel} was told that it is over.`
  return `${channel} was reminded.`
}
