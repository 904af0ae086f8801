import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createMailer } from '@/adapters/notifiers/mailer'
import type { Mail } from '@/core/ports/mailer'
import { startRawServer } from '@/tests/support/raw-server'
import { startSmtpInbox } from '@/tests/support/receivers/smtp-inbox'

const open: { close(): Promise<void> }[] = []
const kept = <Server extends { close(): Promise<void> }>(server: Server): Server => {
  open.push(server)
  return server
}
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

const mailTo = (...to: string[]): Mail => ({
  id: '0199-mail',
  at: new Date('2026-09-03T12:00:00Z'),
  from: 'Gapless',
  to,
  subject: 'Incident: Shop',
  text: 'It is down.',
  html: '<p>It is down.</p>',
  thread: [],
  unsubscribe: null,
})

describe('a mail to several', () => {
  it('has not arrived while the server wants to see it again for one of them, who is named', async () => {
    const inbox = kept(await startSmtpInbox())
    const mailer = createMailer(inbox.url)
    const attempt = await mailer.send(mailTo('ada@example.com', 'grey@Example.com', 'refused@example.com'))
    expect(attempt).toMatchObject({
      ok: false,
      statusCode: 451,
      error: expect.stringContaining('for grey@example.com yet: 451 come again later'),
      settled: ['ada@example.com', 'refused@example.com'],
    })
    expect(attempt).toMatchObject({ error: expect.stringContaining('refused refused@example.com.') })
    expect(await mailer.send(mailTo('grey@Example.com'))).toEqual({ ok: true, statusCode: 250, note: null })
    expect(inbox.mails.map(({ to }) => to)).toEqual([['ada@example.com'], ['grey@example.com']])
  })

  it('is tried again for all where the server takes it for none', async () => {
    const inbox = kept(await startSmtpInbox())
    const attempt = await createMailer(inbox.url).send(mailTo('grey@example.com', 'full@example.com'))
    expect(attempt).toMatchObject({ ok: false, statusCode: 451, settled: [] })
  })
})

describe('a server that never comes to an end', () => {
  const drip = (socket: Socket, text: string): void => {
    const timer = setInterval(() => socket.write(text), 20)
    socket.once('close', () => clearInterval(timer))
  }
  const stuck: [when: string, (socket: Socket) => void][] = [
    ['in its greeting', (socket) => drip(socket, '220-wait\r\n')],
    [
      'after it was asked for its name',
      (socket) => {
        socket.write('220 hello\r\n')
        socket.once('data', () => drip(socket, '250-wait\r\n'))
      },
    ],
  ]

  it.each(stuck)('is given up when the time is over, and its connection closed: %s', async (_, behave) => {
    let closed: Promise<unknown> = Promise.resolve()
    const server = kept(
      await startRawServer((socket) => {
        closed = new Promise((resolve) => socket.once('close', resolve))
        behave(socket)
      }),
    )
    const attempt = await createMailer(`smtp://127.0.0.1:${server.port}`, 300).send(mailTo('ada@example.com'))
    expect(attempt).toMatchObject({ ok: false, error: 'The mail server did not answer in time.' })
    await closed
  })
})
