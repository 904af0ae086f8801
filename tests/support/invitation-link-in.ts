import type { SmtpInbox } from './receivers/smtp-inbox'

/** The link in the last mail that invites this address: nobody else is shown it. */
export const invitationLinkIn = (inbox: SmtpInbox, email: string): string => {
  const mails = inbox.mails.filter(({ to }) => to.includes(email))
  const text = mails.at(-1)?.source.replaceAll('=\r\n', '') ?? ''
  const [link] = /http\S+\/invitation\/[\w-]{43}/.exec(text) ?? []
  if (link === undefined) throw new Error(`no mail invites ${email}`)
  return link
}
