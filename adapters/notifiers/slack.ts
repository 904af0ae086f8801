import { slackPayload } from '@/core/deliveries/slack-blocks'
import type { Attempt, Destination, Dispatch } from '@/core/ports/notifier'
import { failed, judgeAnswer } from './judge-answer'
import { type AddressOf, post } from './post'

const timeoutMs = 10_000

/** Slack's incoming webhooks. */
export const createSlackNotifier = (addressOf: AddressOf) => ({
  send: async (
    destination: Extract<Destination, { type: 'slack' }>,
    dispatch: Dispatch,
    signal?: AbortSignal,
  ): Promise<Attempt> => {
    try {
      const answer = await post({
        url: destination.url,
        headers: { 'content-type': 'application/json', 'user-agent': 'gapless' },
        body: JSON.stringify(slackPayload(dispatch.message)),
        timeoutMs,
        addressOf,
        signal,
      })
      return judgeAnswer(answer, new Date())
    } catch (error) {
      return failed(error)
    }
  },
})
