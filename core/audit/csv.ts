/** The columns of an export. */
export const csvHead = 'at,actorType,actorId,actorName,action,targetType,targetId,targetName,ip,before,after\r\n'

interface Event {
  at: string
  actor: { type: string; id: string; name: string }
  action: string
  target: { type: string; id: string; name: string }
  before: unknown
  after: unknown
  ip: string | null
}

/** One event as a line (RFC 4180). */
export const csvLine = (event: Event): string =>
  `${[
    event.at,
    event.actor.type,
    event.actor.id,
    event.actor.name,
    event.action,
    event.target.type,
    event.target.id,
    event.target.name,
    event.ip ?? '',
    jsonOf(event.before),
    jsonOf(event.after),
  ]
    .map(cell)
    .join(',')}\r\n`

const jsonOf = (value: unknown): string => (value === null || value === undefined ? '' : JSON.stringify(value))

/** Names are people's own: one that a spreadsheet would take for a formula is made text by an apostrophe. */
const cell = (text: string): string => {
  const safe = /^[\s]*[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
  return /[",\r\n']/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe
}
