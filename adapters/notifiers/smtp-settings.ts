import type SMTPTransport from 'nodemailer/lib/smtp-transport'

export interface SmtpSettings {
  transport: SMTPTransport.Options
  /** Whom mails come from, and the domain that their ids end in. */
  from: string
  domain: string
}

/** A server that does not answer is not to hold a delivery longer than it is ours. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 15_000, dnsTimeout: 10_000 }

/**
 * What SMTP_URL says: `smtp://user:password@host:587?from=alerts@example.com`, or `smtps://` for TLS from the first
 * byte. Without `from` it is the login where that is an address, else `gapless@` the server's name.
 */
export const smtpSettings = (text: string): SmtpSettings => {
  const url = new URL(text)
  const user = decodeURIComponent(url.username)
  const from = url.searchParams.get('from') ?? (user.includes('@') ? user : `gapless@${url.hostname}`)
  const secure = url.protocol === 'smtps:'
  return {
    transport: {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
      secure,
      ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
      ...timeouts,
    },
    from,
    domain: from.slice(from.lastIndexOf('@') + 1),
  }
}
