import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createMailer } from '@/adapters/notifiers/mailer'
import { createSession } from '@/services/sessions/create-session'
import { createSessionByLink } from '@/services/sessions/create-session-by-link'
import { readSession } from '@/services/sessions/read-session'
import { showSecondFactor } from '@/services/sessions/show-second-factor'
import { createSignInWorld, password, refusalOf, type SignInWorld } from '../../support/sign-in-world'

let world: SignInWorld

beforeAll(async () => {
  world = await createSignInWorld()
})
afterAll(() => world.close())
beforeEach(() => world.forgetAttempts())

/** A minute of guesses at one account, two from each of 500 addresses, many at once. Returns what was said to them. */
const aThousandGuesses = async (email: string): Promise<Set<string>> => {
  const said = new Set<string>()
  for (let begin = 0; begin < 1000; begin += 50) {
    const guesses = Array.from({ length: 50 }, (_, index) => begin + index)
    const errors = await Promise.all(
      guesses.map((guess) =>
        refusalOf(world.signIn({ email, password: `guess ${guess}`, ip: `198.51.${guess % 5}.${(guess >> 3) % 100}` })),
      ),
    )
    for (const error of errors) said.add(error.code)
  }
  return said
}

const fromNowhere = '192.0.2.99'

describe('a thousand guesses over many addresses at an account with a second factor', () => {
  it('do not succeed, and do not keep its owner out who comes from a new address meanwhile', async () => {
    const { id, email } = await world.addPerson('Ada')
    const app = await world.enrol(id)
    const attack = aThousandGuesses(email)
    const during = await world.signIn({ email, ip: '192.0.2.98' })
    expect(during.awaitsSecondFactor).toBe(true)
    await attack
    const session = await world.signIn({ email, ip: fromNowhere })
    const { sessionId } = session
    expect(await readSession(world.ctx, { sessionId, ip: fromNowhere })).toBeNull()
    await showSecondFactor({ ctx: world.ctx, input: { sessionId, code: app.code(), ip: fromNowhere } })
    expect((await readSession(world.ctx, { sessionId, ip: fromNowhere }))?.email).toBe(email)
    expect(await world.db.session.count({ where: { userId: id, awaitsSecondFactor: false } })).toBe(1)
  })

  it('are answered like those at an account that does not exist', async () => {
    const { id, email } = await world.addPerson('Bea')
    await world.enrol(id)
    expect(await aThousandGuesses(email)).toEqual(await aThousandGuesses('nobody@example.com'))
  })
})

describe('a thousand guesses at an account without a second factor', () => {
  it('make the right password alone look wrong from elsewhere, and mail a link that lets its owner in', async () => {
    const { email } = await world.addPerson('Cleo')
    await aThousandGuesses(email)
    const mails = world.inbox.mails.length
    const right = await refusalOf(world.signIn({ email, ip: fromNowhere }))
    const wrong = await refusalOf(world.signIn({ email, password: 'another', ip: fromNowhere }))
    expect([right.code, right.message]).toEqual([wrong.code, wrong.message])
    expect(right.code).toBe('wrong_login_or_mail')
    await expect.poll(() => world.inbox.mails.length).toBe(mails + 1)
    const secret = secretIn(world.inbox.mails.at(-1)?.source)
    const session = await createSessionByLink({ ctx: world.ctx, input: { secret, ip: fromNowhere, userAgent: '' } })
    expect(session.email).toBe(email)
    // From now on this network is known.
    expect((await world.signIn({ email, ip: fromNowhere })).email).toBe(email)
  })

  it('leave it open to where its owner has signed in before, also where no mail can be sent', async () => {
    const { email } = await world.addPerson('Dora')
    const ctx = { ...world.ctx, mailer: createMailer(undefined) }
    const signIn = (ip: string) => createSession({ ctx, input: { email, password, ip, userAgent: '' } })
    await signIn('203.0.113.50')
    await aThousandGuesses(email)
    expect((await refusalOf(signIn(fromNowhere))).code).toBe('wrong_login_flooded')
    expect((await signIn('203.0.113.50')).email).toBe(email)
  })
})

describe('codes of an app', () => {
  it('cannot be tried for long by whoever knows the password, and a recovery code lets its owner in all the same', async () => {
    const { id, email } = await world.addPerson('Edda')
    const app = await world.enrol(id)
    let wrong = 0
    for (let index = 0; index < 30; index += 1) {
      const ip = `198.51.100.${index}`
      const { sessionId } = await world.signIn({ email, ip })
      const error = await refusalOf(showSecondFactor({ ctx: world.ctx, input: { sessionId, code: '000000', ip } }))
      if (error.kind === 'invalid') wrong += 1
      else expect(error.kind).toBe('too_many_requests')
    }
    expect(wrong).toBe(20)
    const { sessionId } = await world.signIn({ email, ip: fromNowhere })
    const right = { sessionId, code: app.code(), ip: fromNowhere }
    expect((await refusalOf(showSecondFactor({ ctx: world.ctx, input: right }))).kind).toBe('too_many_requests')
    const [code] = app.recoveryCodes
    await showSecondFactor({ ctx: world.ctx, input: { ...right, code } })
    expect(await readSession(world.ctx, { sessionId, ip: null })).not.toBeNull()
  })

  it('are twenty an hour from a network of the person as well, however often one signs in there', async () => {
    const { id, email } = await world.addPerson('Gerda')
    const app = await world.enrol(id)
    const show = async (ip: string, code: string): Promise<string> => {
      const { sessionId } = await world.signIn({ email, ip })
      const input = { sessionId, code, ip }
      return showSecondFactor({ ctx: world.ctx, input }).then(
        () => 'open',
        ({ kind }) => kind,
      )
    }
    const [home, office] = ['203.0.113.60', '203.0.113.61']
    for (const ip of [home, office]) {
      expect(await show(ip, app.code())).toBe('open')
      world.pass(30)
    }
    const kinds = []
    for (let index = 0; index < 25; index += 1) kinds.push(await show(home, '000000'))
    expect(kinds.filter((kind) => kind === 'invalid')).toHaveLength(20)
    expect(await show(home, app.code())).toBe('too_many_requests')
    expect(await show(home, app.recoveryCodes[0] ?? '')).toBe('open')
    expect(await show(office, app.code())).toBe('open')
  })

  it('are five for one sign-in', async () => {
    const { id, email } = await world.addPerson('Fay')
    await world.enrol(id)
    const { sessionId } = await world.signIn({ email })
    const attempt = () =>
      refusalOf(showSecondFactor({ ctx: world.ctx, input: { sessionId, code: '000000', ip: '::1' } }))
    const kinds = []
    for (let index = 0; index < 6; index += 1) kinds.push((await attempt()).kind)
    expect(kinds).toEqual([...Array.from({ length: 5 }, () => 'invalid'), 'too_many_requests'])
  })
})

/** What a link in a mail carries; quoted-printable breaks lines. */
const secretIn = (source = ''): string => {
  const text = source.replace(/=\r\n/g, '').replaceAll('=3D', '=')
  return /token=([A-Za-z0-9_-]{43})/.exec(text)?.[1] ?? ''
}
