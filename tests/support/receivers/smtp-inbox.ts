import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface SmtpInbox {
  /** For SMTP_URL. */
  url: string
  mails: Mail[]
  close(): Promise<void>
}

export interface Mail {
  to: string[]
  from: string
  /** As it came, headers unfolded. */
  headers: Map<string, string>
  source: string
}

/**
 * A mail server that keeps what it gets; recipients named `refused@…` are refused, `full@…` for now, and `grey@…` until
 * they have been tried once. `port` 0: any. Who signs in does so
 * as alerts@example.com with this password.
 */
export const startSmtpInbox = async (port = 0, password = 'right'): Promise<SmtpInbox> => {
  const mails: Mail[] = []
  const tried = new Set<string>()
  const answerTo = (address: string): Error | null => {
    const isNew = !tried.has(address)
    tried.add(address)
    if (address.startsWith('refused@')) return Object.assign(new Error('no such user'), { responseCode: 550 })
    if (address.startsWith('full@')) return Object.assign(new Error('mailbox is full'), { responseCode: 452 })
    return address.startsWith('grey@') && isNew
      ? Object.assign(new Error('come again later'), { responseCode: 451 })
      : null
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth: (auth, _, callback) =>
      auth.username === 'alerts@example.com' && auth.password === password
        ? callback(null, { user: auth.username })
        : callback(new Error('no')),
    onRcptTo: ({ address }, _, callback) => callback(answerTo(address)),
    onData: (stream, session, callback) => {
      let source = ''
      stream.on('data', (chunk: Buffer) => {
        source += chunk.toString('utf8')
      })
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        mails.push({
          to: rcptTo.map(({ address }) => address),
          from: mailFrom === false ? '' : mailFrom.address,
          headers: headersOf(source),
          source,
        })
        callback()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${address.port}?from=alerts@gapless.example`,
    mails,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

const headersOf = (source: string): Map<string, string> => {
  const [head = ''] = source.split('\r\n\r\n')
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  )
}
