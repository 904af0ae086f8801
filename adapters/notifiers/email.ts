import { createTransport } from 'nodemailer'
import { mailOf } from '@/core/deliveries/mail'
import type { Attempt, Destination, Dispatch } from '@/core/ports/notifier'
import { failed } from './judge-answer'
import { type SmtpSettings, smtpSettings } from './smtp-settings'

const footer = 'You get this mail because a channel of your team names your address:'

/** Mail over the server that the operator has set. Without one every attempt fails and says what to set. */
export const createEmailNotifier = (smtpUrl: string | undefined) => {
  const settings = smtpUrl === undefined ? null : smtpSettings(smtpUrl)
  return {
    send: async (destination: Extract<Destination, { type: 'email' }>, dispatch: Dispatch): Promise<Attempt> => {
      if (settings === null) {
        return failed(new Error('No mail server is set: start Gapless with SMTP_URL=smtp://user:password@host:587.'))
      }
      const transport = createTransport(settings.transport)
      try {
        const sent = await transport.sendMail(envelopeOf(settings, destination, dispatch))
        return { ok: true, statusCode: codeIn(sent.response), note: refusedNote(sent.rejected) }
      } catch (error) {
        return { ...failed(new Error(inWords(error))), statusCode: responseCode(error) }
      } finally {
        transport.close()
      }
    },
  }
}

/** The Message-ID follows from the delivery's id: a mail sent twice is known as one, and answers find their thread. */
const envelopeOf = (
  settings: SmtpSettings,
  destination: Extract<Destination, { type: 'email' }>,
  dispatch: Dispatch,
) => {
  const idOf = (deliveryId: string): string => `<${deliveryId}@${settings.domain}>`
  const begun = (dispatch.thread?.ids ?? []).filter((id) => id !== dispatch.id)
  const { subject, text, html } = mailOf(dispatch.message, dispatch.thread?.subject ?? null, {
    text: footer,
    url: destination.unsubscribeUrl,
  })
  return {
    from: { name: 'Gapless', address: settings.from },
    to: [...destination.to],
    subject,
    text,
    html,
    date: dispatch.at,
    messageId: idOf(dispatch.id),
    ...(begun[0] === undefined ? {} : { inReplyTo: idOf(begun[0]), references: begun.map(idOf) }),
    headers: {
      'List-Unsubscribe': `<${destination.unsubscribeUrl}>`,
      'Auto-Submitted': 'auto-generated',
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

const codeIn = (response: string): number | null => {
  const code = /^(\d{3})\b/.exec(response)?.[1]
  return code === undefined ? null : Number(code)
}

const responseCode = (error: unknown): number | null =>
  error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number'
    ? error.responseCode
    : null

const refusedNote = (rejected: readonly (string | { address: string })[]): string | null =>
  rejected.length === 0
    ? null
    : `The mail server refused ${rejected.map((one) => (typeof one === 'string' ? one : one.address)).join(', ')}.`

const words: Record<string, string> = {
  EAUTH: 'The mail server refused the login in SMTP_URL.',
  ECONNECTION: 'The mail server cannot be reached.',
  ESOCKET: 'The connection to the mail server failed.',
  EDNS: 'The name of the mail server has no address.',
  ETIMEDOUT: 'The mail server did not answer in time.',
}

const inWords = (error: unknown): string => {
  if (!(error instanceof Error)) return 'The mail could not be sent.'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const response = 'response' in error && typeof error.response === 'string' ? error.response : null
  if (response !== null && code !== 'EAUTH') return `The mail server answered: ${response.slice(0, 200)}`
  return words[code] ?? 'The mail could not be sent.'
}
