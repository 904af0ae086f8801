import { createHmac } from 'node:crypto'
import { webhookBody } from '@/core/deliveries/webhook-body'
import type { Attempt, Destination, Dispatch } from '@/core/ports/notifier'
import { failed, judgeAnswer } from './judge-answer'
import { type AddressOf, post } from './post'

const timeoutMs = 15_000

/** Webhooks as Standard Webhooks 1.0.0 has them: the id stays, the time and the signatures are the attempt's. */
export const createWebhookNotifier = (addressOf: AddressOf) => ({
  send: async (
    destination: Extract<Destination, { type: 'webhook' }>,
    dispatch: Dispatch,
    signal?: AbortSignal,
  ): Promise<Attempt> => {
    const now = new Date()
    const timestamp = String(Math.floor(now.getTime() / 1000))
    const body = webhookBody(dispatch.message, dispatch.at)
    const signed = `${dispatch.id}.${timestamp}.${body}`
    try {
      const answer = await post({
        url: destination.url,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'gapless',
          'webhook-id': dispatch.id,
          'webhook-timestamp': timestamp,
          'webhook-signature': destination.secrets.map((secret) => signature(secret, signed)).join(' '),
        },
        body,
        timeoutMs,
        addressOf,
        signal,
      })
      return judgeAnswer(answer, now)
    } catch (error) {
      return failed(error)
    }
  },
})

const signature = (secret: string, text: string): string => {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`
}
