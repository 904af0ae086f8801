import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createRedisAttempts } from '@/adapters/auth/redis-attempts'
import { createRedis } from '@/adapters/queue/redis-connection'
import type { Monitor } from '@/prisma/generated/client'
import { confirmSubscription } from '@/services/status-pages/confirm-subscription'
import { endOldSubscriptions } from '@/services/status-pages/end-old-subscriptions'
import { fanOutNotices } from '@/services/status-pages/fan-out-notices'
import { saveStatusPage } from '@/services/status-pages/save-status-page'
import { createStatusMailer } from '@/services/status-pages/send-status-mails'
import { subscribe } from '@/services/status-pages/subscribe'
import { unsubscribe } from '@/services/status-pages/unsubscribe'
import { type AlertsWorld, createAlertsWorld, down } from '@/tests/support/alerts-world'
import { type Mail, type SmtpInbox, startSmtpInbox } from '@/tests/support/receivers/smtp-inbox'
import { startThrowawayRedis } from '@/tests/support/redis'

const redisServer = await startThrowawayRedis()
const redis = createRedis(redisServer.url)
let count = 0
let inbox: SmtpInbox
let at: AlertsWorld
let shop: Monitor
let api: Monitor
let mailer: ReturnType<typeof createStatusMailer>

beforeAll(async () => {
  inbox = await startSmtpInbox()
})
afterAll(async () => {
  await inbox.close()
  redis.disconnect()
  await redisServer.stop()
})
beforeEach(async () => {
  inbox.mails.length = 0
  at = await createAlertsWorld({ smtpUrl: inbox.url })
  shop = await at.addMonitor({ name: 'planted name', url: 'https://planted.internal/planted' })
  api = await at.addMonitor({ name: 'planted name 2', url: 'https://planted.internal/other' })
  mailer = createStatusMailer(at.ctx)
  await savePage()
})
afterEach(() => at.close())

const savePage = (more: object = {}) =>
  saveStatusPage({
    ctx: at.ctx,
    input: {
      slug: 'acme',
      title: 'Acme status',
      description: null,
      enabled: true,
      monitors: [
        { monitorId: shop.id, label: 'Shop' },
        { monitorId: api.id, label: 'API' },
      ],
      ...more,
    },
  })

/** Counters of each test under a name of their own. */
const attempts = () => createRedisAttempts(redis, `t${count}`)
beforeEach(() => {
  count += 1
})

const ask = (email: string, ip = '198.51.100.7') =>
  subscribe({ ...at.ctx, attempts: attempts() }, { slug: 'acme', email, ip })

const send = async (): Promise<Mail[]> => {
  const before = inbox.mails.length
  await mailer.sendDue()
  await mailer.idle()
  return inbox.mails.slice(before)
}

const textOf = (mail: Mail | undefined): string => (mail?.source ?? '').replace(/=\r\n/g, '').replaceAll('=3D', '=')
const tokenIn = (mail: Mail | undefined, page: 'confirm' | 'unsubscribe'): string =>
  new RegExp(`/subscription/${page}\\?token=([\\w-]+)`).exec(textOf(mail))?.[1] ?? ''

const confirmed = async (email: string): Promise<void> => {
  await ask(email)
  const mail = (await send()).find(({ to }) => to.includes(email))
  expect(await confirmSubscription(at.ctx, { token: tokenIn(mail, 'confirm') })).toBe(true)
}

const goDown = async (monitor: Monitor, cause = down("200 but the page lacks 'planted'")): Promise<void> => {
  const of = { teamId: at.teamId, monitorId: monitor.id }
  await at.world.database.monitorPeriod.create({ data: { ...of, state: 'down', from: at.now() } })
  await at.say(monitor, { kind: 'opened', openedAt: at.now(), cause })
}

const comeUp = async (monitor: Monitor): Promise<void> => {
  await at.world.database.monitorPeriod.updateMany({
    where: { monitorId: monitor.id, to: null },
    data: { to: at.now() },
  })
  await at.say(monitor, { kind: 'resolved' })
}

describe('who gives an address', () => {
  it('is asked whether it is theirs, and told of nothing before', async () => {
    await ask('Ada@Example.com')
    const [mail, ...more] = await send()
    expect(more).toEqual([])
    expect(mail).toMatchObject({ to: ['ada@example.com'] })
    expect(mail?.headers.get('subject')).toBe('Confirm your subscription: Acme status')
    await goDown(shop)
    at.pass(60)
    expect(await send()).toEqual([])
    expect(await confirmSubscription(at.ctx, { token: `${tokenIn(mail, 'confirm')}x` })).toBe(false)
    expect(await confirmSubscription(at.ctx, { token: tokenIn(mail, 'confirm') })).toBe(true)
    await goDown(api)
    at.pass(60)
    expect(await send()).toHaveLength(1)
  })

  it('finds out nothing about who is subscribed: only the mail says so', async () => {
    await confirmed('ada@example.com')
    expect(await ask('ada@example.com')).toEqual(await ask('grace@example.com'))
    const subjects = (await send()).map(({ to, headers }) => `${to}: ${headers.get('subject')}`)
    expect(subjects.sort()).toEqual([
      'ada@example.com: You are subscribed: Acme status',
      'grace@example.com: Confirm your subscription: Acme status',
    ])
    expect(await at.world.database.statusSubscriber.count()).toBe(2)
  })

  it('gets no more than a few mails a day, and is told nothing of that', async () => {
    for (let times = 0; times < 5; times += 1) await ask('ada@example.com', `198.51.100.${times}`)
    expect(await send()).toHaveLength(3)
  })

  it('is stopped after ten from one network', async () => {
    for (let times = 0; times < 10; times += 1) await ask(`p${times}@example.com`, `2001:db8:0:1::${times}`)
    await expect(ask('p10@example.com', '2001:db8:0:1::ffff')).rejects.toMatchObject({ kind: 'too_many_requests' })
    await ask('p10@example.com', '2001:db8:0:2::1')
  })

  it('must give an address that is one', async () => {
    for (const email of ['', 'ada', 'a@b', 'ada@example.com\r\nBcc: x@example.com', 'a@example.com,b@example.com']) {
      await expect(ask(email), email).rejects.toMatchObject({ kind: 'invalid' })
    }
    expect(await at.world.database.statusMail.count()).toBe(0)
  })

  it('is forgotten after a week without a confirmation', async () => {
    await confirmed('grace@example.com')
    await ask('ada@example.com')
    at.pass(7 * 24 * 3600 - 60)
    await endOldSubscriptions(at.ctx)
    expect(await at.world.database.statusSubscriber.count()).toBe(2)
    at.pass(120)
    await endOldSubscriptions(at.ctx)
    const left = await at.world.database.statusSubscriber.findMany()
    expect(left.map(({ email }) => email)).toEqual(['grace@example.com'])
  })
})

describe('a subscriber', () => {
  beforeEach(() => confirmed('ada@example.com'))

  it('is told that an incident has opened and ended, in one thread, and how to get no more', async () => {
    await goDown(shop)
    at.pass(29)
    expect(await send()).toEqual([])
    at.pass(1)
    const [opened] = await send()
    expect(opened?.headers.get('subject')).toBe('Acme status: Shop')
    expect(opened?.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    expect(opened?.headers.get('list-unsubscribe')).toMatch(
      /^<http:\/\/localhost:3000\/subscription\/unsubscribe\?token=[\w-]+>$/,
    )
    expect(textOf(opened)).toContain('Not answering, since')
    at.pass(600)
    await comeUp(shop)
    at.pass(30)
    const [resolved, ...more] = await send()
    expect(more).toEqual([])
    expect(resolved?.headers.get('subject')).toBe('Acme status: Shop')
    expect(resolved?.headers.get('in-reply-to')).toBe(opened?.headers.get('message-id'))
    expect(textOf(resolved)).toContain('Shop is working again')
  })

  it('reads nothing private', async () => {
    await goDown(shop)
    at.pass(30)
    const [opened] = await send()
    await comeUp(shop)
    at.pass(30)
    const [resolved] = await send()
    for (const mail of [opened, resolved]) {
      expect(mail?.to).toEqual(['ada@example.com'])
      expect(mail?.source).not.toContain('planted')
      // Its own id names the mail and nothing else.
      const ids = new Set((mail?.source ?? '').match(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{22}/g))
      const mails = await at.world.database.statusMail.findMany({ select: { id: true } })
      expect(mails.map(({ id }) => id)).toEqual(expect.arrayContaining([...ids]))
    }
  })

  it('gets one mail of what fails together', async () => {
    await goDown(shop)
    at.pass(10)
    await goDown(api)
    at.pass(20)
    const [mail, ...more] = await send()
    expect(more).toEqual([])
    expect(mail?.headers.get('subject')).toBe('Acme status: Shop and 1 other')
    await comeUp(shop)
    await comeUp(api)
    at.pass(30)
    expect(await send()).toHaveLength(1)
  })

  it('is not told of what is over before', async () => {
    await goDown(shop)
    at.pass(10)
    await comeUp(shop)
    at.pass(60)
    expect(await send()).toEqual([])
    expect(await at.world.database.statusNotice.count()).toBe(0)
  })

  it('is not told of an end that was none', async () => {
    const again = async () => {
      const of = { teamId: at.teamId, monitorId: shop.id }
      await at.world.database.monitorPeriod.create({ data: { ...of, state: 'down', from: at.now() } })
      await at.say(shop, { kind: 'opened', openedAt: at.now(), cause: down(), reopenWithinMs: 600_000 })
    }
    await goDown(shop)
    at.pass(30)
    expect(await send()).toHaveLength(1)
    await comeUp(shop)
    at.pass(10)
    await again()
    at.pass(60)
    expect(await send()).toEqual([])
    await comeUp(shop)
    at.pass(30)
    // It begins again after the mail was made, and before it is sent.
    await fanOutNotices(at.ctx)
    await again()
    expect(await send()).toEqual([])
    await comeUp(shop)
    at.pass(30)
    expect((await send()).map((mail) => textOf(mail).includes('Shop is working again'))).toEqual([true])
  })

  it('is not told that a certificate ends soon, but that it has hurt users', async () => {
    await at.say(shop, {
      kind: 'opened',
      openedAt: at.now(),
      cause: { code: 'tls_expires_soon', text: 'certificate expires in 6 days' },
    })
    at.pass(60)
    expect(await send()).toEqual([])
    const of = { teamId: at.teamId, monitorId: shop.id }
    await at.world.database.monitorPeriod.create({ data: { ...of, state: 'down', from: at.now() } })
    await at.say(shop, { kind: 'resolved', overtaken: true })
    const cause = { code: 'tls_expired', text: 'its certificate has expired' }
    await at.say(shop, { kind: 'opened', openedAt: at.now(), cause })
    at.pass(60)
    const [mail, ...more] = await send()
    expect(more).toEqual([])
    expect(textOf(mail)).toContain('Certificate problem, since')
  })

  it('gets nothing of monitors that the page does not show, or of a page that is switched off', async () => {
    await savePage({ monitors: [{ monitorId: api.id, label: 'API' }] })
    await goDown(shop)
    at.pass(60)
    expect(await send()).toEqual([])
    await goDown(api)
    await savePage({ enabled: false })
    at.pass(60)
    expect(await send()).toEqual([])
  })

  it('is sent the same mail again, under the same id, until the mail server takes it', async () => {
    const { port } = new URL(inbox.url)
    await inbox.close()
    await goDown(shop)
    at.pass(30)
    expect(await send()).toEqual([])
    const [waiting] = await at.world.database.statusMail.findMany({ where: { noticeId: { not: null } } })
    expect(waiting).toMatchObject({ status: 'pending', tries: 1, endedAt: null })
    inbox = await startSmtpInbox(Number(port))
    at.pass(5)
    const [mail] = await send()
    expect(mail?.headers.get('message-id')).toBe(`<${waiting?.id}@gapless.example>`)
    const after = await at.world.database.statusMail.findUnique({ where: { id: waiting?.id ?? '' } })
    expect(after).toMatchObject({ status: 'delivered', tries: 2 })
  })

  it('is forgotten at once by the link of any mail', async () => {
    await goDown(shop)
    at.pass(30)
    const [mail] = await send()
    await unsubscribe(at.ctx, { token: 'not-a-token-of-anybody-at-all' })
    expect(await at.world.database.statusSubscriber.count()).toBe(1)
    const token = tokenIn(mail, 'unsubscribe')
    await unsubscribe(at.ctx, { token })
    await unsubscribe(at.ctx, { token })
    expect(await at.world.database.statusSubscriber.count()).toBe(0)
    await comeUp(shop)
    at.pass(60)
    expect(await send()).toEqual([])
  })
})

describe('many subscribers', () => {
  it('get a mail each, whoever of several workers makes it and wherever one stopped', async () => {
    const { database } = at.world
    const page = await database.statusPage.findFirstOrThrow()
    await database.statusSubscriber.createMany({
      data: Array.from({ length: 1201 }, (_, index) => ({
        teamId: at.teamId,
        pageId: page.id,
        email: `p${index}@example.com`,
        tokenHash: `${index}`,
        confirmedAt: at.now(),
      })),
    })
    await goDown(shop)
    at.pass(30)
    await Promise.all([fanOutNotices(at.ctx), fanOutNotices(at.ctx), fanOutNotices(at.ctx)])
    await fanOutNotices(at.ctx)
    expect(await database.statusMail.count()).toBe(1201)
    expect(await database.statusNotice.findFirst()).toMatchObject({ endedAt: at.now() })
    const others = createStatusMailer(at.ctx, 30)
    await Promise.all([createStatusMailer(at.ctx, 30).sendDue(), others.sendDue()])
    await others.idle()
    const held = await database.statusMail.count({ where: { OR: [{ claimedUntil: { not: null } }, { tries: 1 }] } })
    expect(held).toBe(60)
  })
})
