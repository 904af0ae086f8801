import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import type Mail from 'nodemailer/lib/mailer'
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js'
import type { SmtpSettings } from './smtp-settings'

/** A recipient that the server did not take the mail for, and what it answered. */
export interface Refused {
  address: string
  code: number | null
  response: string
}

interface Exchanged {
  response: string
  refused: Refused[]
}

/**
 * Hands one mail to the server over a connection of its own, which is closed when `deadlineMs` are over: a server that
 * says a word now and then would keep it for ever, and might take the mail long after somebody else has sent it again.
 */
export const exchange = (settings: SmtpSettings, mail: Mail.Options, deadlineMs: number): Promise<Exchanged> =>
  new Promise((resolve, reject) => {
    const message = new MailComposer(mail).compile()
    const connection = new SMTPConnection(settings.connection)
    const end = (): void => {
      clearTimeout(timer)
      connection.close()
    }
    const fail = (error: Error): void => {
      // First: to close it says that it has ended.
      reject(error)
      end()
    }
    const timer = setTimeout(() => {
      fail(Object.assign(new Error('the time is over'), { code: 'ETIMEDOUT' }))
      // Closing only says that nothing more is sent. Before it has an address it has no socket either.
      if (connection._socket) connection._socket.destroy()
    }, deadlineMs)
    connection.on('error', fail)
    connection.on('end', () => fail(Object.assign(new Error('it was closed'), { code: 'ECONNECTION' })))
    const send = (): void => {
      const { from, to } = message.getEnvelope()
      connection.send({ from, to }, message.createReadStream(), (error, info) => {
        if (error) return fail(error)
        resolve({ response: info.response, refused: refusedIn(info) })
        end()
      })
    }
    connection.connect((error) => {
      if (error) return fail(error)
      if (settings.login === null || !offersLogin(connection)) return send()
      connection.login({ credentials: settings.login }, (refused) => (refused ? fail(refused) : send()))
    })
  })

const offersLogin = (connection: object): boolean => 'allowsAuth' in connection && connection.allowsAuth === true

/** What a server says of single recipients, in its answer or in the error that all of them were refused. */
export const refusedIn = (from: object): Refused[] => {
  const errors = 'rejectedErrors' in from && Array.isArray(from.rejectedErrors) ? from.rejectedErrors : []
  return errors.map((error: Record<string, unknown>) => ({
    address: String(error.recipient),
    code: typeof error.responseCode === 'number' ? error.responseCode : null,
    response: String(error.response),
  }))
}
