import { z } from 'zod'
import { inKnownYears } from '../time-input'

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'Use an id as the API gave it.')
const word = z.string().regex(/^[a-z_]{1,40}$/, 'Use lower case letters and _, such as `app`.')
const words = 'Use a day (2027-01-31) or a time (ISO 8601).'
const when = inKnownYears(z.union([z.iso.datetime({ offset: true, error: words }), z.iso.date(words)]))

const fields = {
  actorId: id.optional().describe('Of the person, token or deploy hook that did it.'),
  action: z
    .string()
    .regex(/^[a-z_]{1,40}\.[a-z_]{1,40}$/, 'Use an action such as `app.create`.')
    .optional()
    .describe('Such as `app.create`.'),
  targetType: word.optional().describe('Such as `app`.'),
  targetId: id.optional(),
  from: when.optional().describe('From this day (UTC) or time on.'),
  to: when.optional().describe('Up to the end of this day (UTC), or this time.'),
  text: z
    .string()
    .trim()
    .min(1, 'Give at least one character.')
    .max(100, 'At most 100 characters.')
    .optional()
    .describe(
      'A part of the name of who did it or what it was done to, or of the address it came from. Without `from` it is looked for in the 90 days up to `to`, or now.',
    ),
}

/** For a program: what is wrong is refused. */
export const auditQuery = z.strictObject(fields)

/** For a page's address: what is wrong, or empty, is left out. */
export const auditPageFilter = z.object({
  actorId: fields.actorId.catch(undefined),
  action: fields.action.catch(undefined),
  targetType: fields.targetType.catch(undefined),
  targetId: fields.targetId.catch(undefined),
  from: fields.from.catch(undefined),
  to: fields.to.catch(undefined),
  text: fields.text.catch(undefined),
})
