import { z } from 'zod'
import { type HttpReceiver, startHttpReceiver } from './http-receiver'

const plainText = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(most), emoji: z.boolean().optional() })
/** `<`, `>` and `&` stand in mrkdwn only as links, mentions and entities. */
const mrkdwn = (most: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z
      .string()
      .min(1)
      .max(most)
      .refine(
        (text) => !/[<>]|&(?!amp;|lt;|gt;)/.test(text.replace(/<https?:\/\/[^<>|\s]+\|[^<>|]+>/g, '')),
        'not escaped',
      ),
  })

/** What Slack's documentation says of a message to an incoming webhook. */
const payloadSchema = z.strictObject({
  text: z.string().min(1).max(40_000),
  blocks: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('header'), text: plainText(150) }),
        z.strictObject({ type: z.literal('section'), text: mrkdwn(3000) }),
        z.strictObject({ type: z.literal('context'), elements: z.array(mrkdwn(3000)).min(1).max(10) }),
      ]),
    )
    .min(1)
    .max(50),
})
type SlackPayload = z.infer<typeof payloadSchema>

export interface SlackDouble extends HttpReceiver {
  /** The messages that it took. */
  messages: SlackPayload[]
}

/** Slack as its incoming webhooks are documented: its limits, and one message a second; more get 429. */
export const startSlackDouble = async ({ perSecond = 1, port = 0 } = {}): Promise<SlackDouble> => {
  const messages: SlackPayload[] = []
  let lastAt = Number.NEGATIVE_INFINITY
  const receiver = await startHttpReceiver(({ body, at }) => {
    // A twentieth is left for the way here: the sender counts from when it begins.
    if (at - lastAt < 950 / perSecond) return { status: 429, headers: { 'retry-after': '1' }, body: 'rate_limited' }
    const parsed = payloadSchema.safeParse(JSON.parse(body))
    if (!parsed.success) return { status: 400, body: `invalid_blocks ${z.prettifyError(parsed.error)}` }
    lastAt = at
    messages.push(parsed.data)
    return { status: 200, body: 'ok' }
  }, port)
  return { ...receiver, messages }
}
