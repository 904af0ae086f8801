import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it } from 'vitest'
import { createDnsResolver } from '@/adapters/net/dns-resolver'
import { createNotifier } from '@/adapters/notifiers/create-notifier'
import { createMailer } from '@/adapters/notifiers/mailer'
import type { Destination, Dispatch } from '@/core/ports/notifier'
import { startHttpReceiver } from '@/tests/support/receivers/http-receiver'
import { startSlackDouble } from '@/tests/support/receivers/slack-double'
import { startSmtpInbox } from '@/tests/support/receivers/smtp-inbox'
import { told, toldMessage } from '@/tests/support/told'

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})
const kept = <Server extends { close(): Promise<void> }>(server: Server): Server => {
  open.push(() => server.close())
  return server
}

const anywhere = { resolver: createDnsResolver(), mayConnect: () => true }
const notifier = createNotifier({ ...anywhere, mailer: createMailer(undefined) })
const dispatch = (more: Partial<Dispatch> = {}): Dispatch => ({
  id: '01997f00-0000-7000-8000-000000000001',
  at: new Date('2026-09-03T14:02:07Z'),
  message: toldMessage(),
  thread: null,
  ...more,
})
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const older = `whsec_${Buffer.alloc(32, 9).toString('base64')}`
const webhook = (url: string): Destination => ({ type: 'webhook', url, secrets: [secret, older] })

describe('a webhook', () => {
  it('is signed so that a receiver with either secret believes it, and keeps its id', async () => {
    const receiver = kept(await startHttpReceiver(() => ({ status: 204 })))
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(await notifier.send(webhook(`${receiver.url}/hook?key=1`), dispatch())).toMatchObject({ ok: true })
    }
    for (const { body, headers, path } of receiver.received) {
      expect(path).toBe('/hook?key=1')
      expect(headers['webhook-id']).toBe(dispatch().id)
      for (const key of [secret, older]) {
        const payload = new Webhook(key).verify(body, {
          'webhook-id': String(headers['webhook-id']),
          'webhook-timestamp': String(headers['webhook-timestamp']),
          'webhook-signature': String(headers['webhook-signature']),
        })
        expect(payload).toMatchObject({
          type: 'incident.opened',
          timestamp: '2026-09-03T14:02:07.000Z',
          data: { id: '0198-incident', cause: 'connection refused', incidents: [{ id: '0198-incident' }] },
        })
      }
      const foreign = new Webhook(`whsec_${Buffer.alloc(32, 1).toString('base64')}`)
      expect(() => foreign.verify(body, headers as Record<string, string>)).toThrow()
    }
  })

  it('fails at a redirect and does not follow it', async () => {
    const target = kept(await startHttpReceiver(() => ({ status: 200 })))
    const receiver = kept(await startHttpReceiver(() => ({ status: 302, headers: { location: target.url } })))
    expect(await notifier.send(webhook(receiver.url), dispatch())).toMatchObject({
      ok: false,
      statusCode: 302,
      gone: false,
    })
    expect(target.received).toHaveLength(0)
  })

  it('is told that the receiver is gone, or when to come again', async () => {
    const gone = kept(await startHttpReceiver(() => ({ status: 410 })))
    expect(await notifier.send(webhook(gone.url), dispatch())).toMatchObject({ ok: false, statusCode: 410, gone: true })
    const busy = kept(await startHttpReceiver(() => ({ status: 503, headers: { 'retry-after': '7' }, body: 'later' })))
    expect(await notifier.send(webhook(busy.url), dispatch())).toMatchObject({
      ok: false,
      retryAfterMs: 7000,
      error: 'It answered 503: later',
    })
  })

  it('reads no more of an answer than it needs', async () => {
    const receiver = kept(await startHttpReceiver(() => ({ status: 500, body: 'x'.repeat(10_000_000) })))
    const attempt = await notifier.send(webhook(receiver.url), dispatch())
    expect(attempt).toMatchObject({ ok: false, statusCode: 500 })
    expect(JSON.stringify(attempt).length).toBeLessThan(1000)
  })

  it('says in words that nobody listens, without its address', async () => {
    const receiver = await startHttpReceiver(() => ({ status: 200 }))
    await receiver.close()
    expect(await notifier.send(webhook(`${receiver.url}/secret`), dispatch())).toEqual({
      ok: false,
      statusCode: null,
      error: 'The connection was refused.',
      retryAfterMs: null,
      gone: false,
    })
  })
})

describe('Slack', () => {
  it('takes what it is sent, however much is to be told', async () => {
    const slack = kept(await startSlackDouble({ perSecond: 1000 }))
    const destination = { type: 'slack' as const, url: slack.url }
    const nasty = '<!channel> & "a" <https://evil.example|x> '.repeat(200)
    const many = Array.from({ length: 120 }, (_, index) =>
      told({ id: `i${index}`, monitorName: nasty, cause: nasty, target: nasty }),
    )
    const single = told({ links: [{ label: 'Roll back to v13', url: 'https://gapless.example.com/x?token=a|b&c=d' }] })
    for (const message of [
      toldMessage(),
      toldMessage([single]),
      toldMessage(many),
      toldMessage(many, 'incident.resolved'),
    ]) {
      const attempt = await notifier.send(destination, dispatch({ message }))
      expect(attempt).toMatchObject({ ok: true })
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    expect(JSON.stringify(slack.messages)).not.toContain('<!channel>')
    expect(slack.messages[2]?.text).toContain('120 monitors are down')
  })

  it('is heard when it says that it was too much', async () => {
    const slack = kept(await startSlackDouble())
    const destination = { type: 'slack' as const, url: slack.url }
    expect(await notifier.send(destination, dispatch())).toMatchObject({ ok: true })
    expect(await notifier.send(destination, dispatch())).toMatchObject({
      ok: false,
      statusCode: 429,
      retryAfterMs: 1000,
    })
  })
})

describe('a mail', () => {
  const to = ['ada@example.com', 'grace@example.com']
  const email = (addresses = to): Destination => ({
    type: 'email',
    to: addresses,
    unsubscribeUrl: 'https://gapless.example.com/channels',
  })

  it('comes in text and HTML, with an id of its delivery', async () => {
    const inbox = kept(await startSmtpInbox())
    const mailer = createNotifier({ ...anywhere, mailer: createMailer(inbox.url) })
    const message = toldMessage([told({ cause: '200 but the page lacks <b>Welcome</b>' })])
    expect(await mailer.send(email(), dispatch({ message }))).toEqual({ ok: true, statusCode: 250, note: null })
    const [mail] = inbox.mails
    expect(mail).toMatchObject({ to, from: 'alerts@gapless.example' })
    expect(mail?.headers.get('message-id')).toBe(`<${dispatch().id}@gapless.example>`)
    expect(mail?.headers.get('subject')).toBe('Incident: Shop')
    expect(mail?.headers.get('list-unsubscribe')).toBe('<https://gapless.example.com/channels>')
    expect(mail?.headers.get('content-type')).toContain('multipart/alternative')
    expect(mail?.source).toContain('text/plain')
    expect(mail?.source).toContain('&lt;b&gt;Welcome')
  })

  it('continues the first of its incident, under the same subject', async () => {
    const inbox = kept(await startSmtpInbox())
    const mailer = createNotifier({ ...anywhere, mailer: createMailer(inbox.url) })
    const first = '01997f00-0000-7000-8000-000000000000'
    const thread = { ids: [first], subject: 'Incident: Shop and 1 other' }
    await mailer.send(email(), dispatch({ thread, message: toldMessage([told()], 'incident.resolved') }))
    const headers = inbox.mails[0]?.headers
    expect(headers?.get('in-reply-to')).toBe(`<${first}@gapless.example>`)
    expect(headers?.get('references')).toBe(`<${first}@gapless.example>`)
    expect(headers?.get('subject')).toBe('Incident: Shop and 1 other')
  })

  it('says which addresses the server refused', async () => {
    const inbox = kept(await startSmtpInbox())
    const mailer = createNotifier({ ...anywhere, mailer: createMailer(inbox.url) })
    expect(await mailer.send(email(['ada@example.com', 'refused@example.com']), dispatch())).toMatchObject({
      ok: true,
      note: 'The mail server refused refused@example.com.',
    })
    expect(await mailer.send(email(['refused@example.com']), dispatch())).toMatchObject({ ok: false, statusCode: 550 })
  })

  it('fails with what to do: no server, a server that is away, a wrong password', async () => {
    expect(await notifier.send(email(), dispatch())).toMatchObject({
      ok: false,
      error: expect.stringContaining('SMTP_URL'),
    })
    const inbox = kept(await startSmtpInbox())
    const wrong = inbox.url.replace('smtp://', 'smtp://alerts%40example.com:wrong@')
    const refused = await createNotifier({ ...anywhere, mailer: createMailer(wrong) }).send(email(), dispatch())
    expect(refused).toMatchObject({
      ok: false,
      statusCode: 535,
      error: 'The mail server refused the login in SMTP_URL.',
    })
    const gone = await startSmtpInbox()
    await gone.close()
    const away = await createNotifier({ ...anywhere, mailer: createMailer(gone.url) }).send(email(), dispatch())
    expect(away).toMatchObject({ ok: false, statusCode: null })
  })
})
