import { createTransport } from 'nodemailer'
import type { Mail, Mailer } from '@/core/ports/mailer'
import { failed } from './judge-answer'
import { type SmtpSettings, smtpSettings } from './smtp-settings'

/** Mail over the server that the operator has set. */
export const createMailer = (smtpUrl: string | undefined): Mailer => {
  const settings = smtpUrl === undefined ? null : smtpSettings(smtpUrl)
  return {
    isSet: settings !== null,
    send: async (mail) => {
      if (settings === null) {
        return failed(new Error('No mail server is set: start Gapless with SMTP_URL=smtp://user:password@host:587.'))
      }
      const transport = createTransport(settings.transport)
      try {
        const sent = await transport.sendMail(envelopeOf(settings, mail))
        return { ok: true, statusCode: codeIn(sent.response), note: refusedNote(sent.rejected) }
      } catch (error) {
        return { ...failed(new Error(inWords(error))), statusCode: responseCode(error) }
      } finally {
        transport.close()
      }
    },
  }
}

/** The Message-ID follows from the mail's id: one that is sent twice is known as one, and answers find their thread. */
const envelopeOf = (settings: SmtpSettings, mail: Mail) => {
  const idOf = (mailId: string): string => `<${mailId}@${settings.domain}>`
  const begun = mail.thread.filter((id) => id !== mail.id)
  const { url, oneClick } = mail.unsubscribe
  return {
    from: { name: mail.from, address: settings.from },
    to: [...mail.to],
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    date: mail.at,
    messageId: idOf(mail.id),
    ...(begun[0] === undefined ? {} : { inReplyTo: idOf(begun[0]), references: begun.map(idOf) }),
    headers: {
      'List-Unsubscribe': `<${url}>`,
      ...(oneClick ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
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
