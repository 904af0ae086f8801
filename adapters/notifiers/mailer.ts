import type MailOptions from 'nodemailer/lib/mailer'
import type { Mail, Mailer } from '@/core/ports/mailer'
import type { Attempt } from '@/core/ports/notifier'
import { failed } from './judge-answer'
import { exchange, type Refused, refusedIn } from './smtp-exchange'
import { type SmtpSettings, smtpSettings } from './smtp-settings'

/** Shorter than a mail is one worker's to send. */
const usualDeadlineMs = 45_000

/** Mail over the server that the operator has set. */
export const createMailer = (smtpUrl: string | undefined, deadlineMs = usualDeadlineMs): Mailer => {
  const settings = smtpUrl === undefined ? null : smtpSettings(smtpUrl)
  return {
    isSet: settings !== null,
    send: async (mail) => {
      if (settings === null) {
        return failed(new Error('No mail server is set: start Gapless with SMTP_URL=smtp://user:password@host:587.'))
      }
      try {
        const { response, refused } = await exchange(settings, composed(settings, mail), deadlineMs)
        return putOff(mail, refused) ?? { ok: true, statusCode: codeIn(response), note: refusedNote(refused) }
      } catch (error) {
        const refused = error instanceof Error ? refusedIn(error) : []
        return putOff(mail, refused) ?? { ...failed(new Error(inWords(error))), statusCode: responseCode(error) }
      }
    },
  }
}

/**
 * What an attempt came to that the server wants to see again for some recipients (RFC 5321: 4xx; greylisting, a full
 * mailbox): for them it has not arrived, and for the others nothing is left to do. null where there are none.
 */
const putOff = (mail: Mail, refused: readonly Refused[]): Attempt | null => {
  const later = refused.filter(({ code }) => code !== null && code < 500)
  const [first] = later
  if (!first) return null
  const names = new Set(later.map(({ address }) => address.toLowerCase()))
  const notes = [
    refusedNote(refused.filter((one) => !later.includes(one))),
    `The mail server does not take it for ${listed(later)} yet: ${first.response.slice(0, 200)}`,
  ]
  return {
    ...failed(new Error(notes.filter((note) => note !== null).join(' '))),
    statusCode: first.code,
    settled: mail.to.filter((address) => !names.has(address.toLowerCase())),
  }
}

const listed = (refused: readonly Refused[]): string => refused.map(({ address }) => address).join(', ')

/** The Message-ID follows from the mail's id: one that is sent twice is known as one, and answers find their thread. */
const composed = (settings: SmtpSettings, mail: Mail): MailOptions.Options => {
  const idOf = (mailId: string): string => `<${mailId}@${settings.domain}>`
  const begun = mail.thread.filter((id) => id !== mail.id)
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
      ...unsubscribeHeaders(mail.unsubscribe),
      'Auto-Submitted': 'auto-generated',
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

const unsubscribeHeaders = (unsubscribe: Mail['unsubscribe']): Record<string, string> => {
  if (unsubscribe === null) return {}
  const { url, oneClick } = unsubscribe
  return {
    'List-Unsubscribe': `<${url}>`,
    ...(oneClick ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
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

const refusedNote = (refused: readonly Refused[]): string | null =>
  refused.length === 0 ? null : `The mail server refused ${listed(refused)}.`

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
