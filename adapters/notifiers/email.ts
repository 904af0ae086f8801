import { mailOf } from '@/core/deliveries/mail'
import type { Mailer } from '@/core/ports/mailer'
import type { Attempt, Destination, Dispatch } from '@/core/ports/notifier'

const footer = 'You get this mail because a channel of your team names your address:'

/** Messages to a team as mails. */
export const createEmailNotifier = (mailer: Mailer) => ({
  send: async (
    { to, unsubscribeUrl }: Extract<Destination, { type: 'email' }>,
    { id, at, message, thread }: Dispatch,
  ): Promise<Attempt> => {
    // Whom an earlier attempt did not reach is no longer named by the channel.
    if (to.length === 0) return { ok: true, statusCode: null, note: 'Nobody is left whom it has not reached.' }
    return mailer.send({
      id,
      at,
      from: 'Gapless',
      to,
      ...mailOf(message, thread?.subject ?? null, { text: footer, url: unsubscribeUrl }),
      thread: thread?.ids ?? [],
      unsubscribe: { url: unsubscribeUrl, oneClick: false },
    })
  },
})
