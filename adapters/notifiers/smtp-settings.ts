import type SMTPConnection from 'nodemailer/lib/smtp-connection'

export interface SmtpSettings {
  connection: SMTPConnection.Options
  login: { user: string; pass: string } | null
  /** Whom mails come from, and the domain that their ids end in. */
  from: string
  domain: string
}

/** Of a server that says nothing. */
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
    connection: {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
      secure,
      ...timeouts,
    },
    login: user === '' ? null : { user, pass: decodeURIComponent(url.password) },
    from,
    domain: from.slice(from.lastIndexOf('@') + 1),
  }
}
