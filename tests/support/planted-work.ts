import { expect, vi } from 'vitest'
import { z } from 'zod'
import type { PrismaClient } from '@/prisma/generated/client'
import { callerOf, deployToEnd } from './api-caller'
import { Cookies } from './browser-cookies'
import { createAuthority } from './certificates'
import { sampleImage, testDocker } from './docker'
import { invitationLinkIn } from './invitation-link-in'
import type { newPlants } from './planted'
import type { credentialsOf } from './platform'
import type { HttpReceiver } from './receivers/http-receiver'
import type { SmtpInbox } from './receivers/smtp-inbox'
import { registryLogin, type TestRegistry } from './registry'

interface World {
  login: ReturnType<typeof credentialsOf>
  database: PrismaClient
  plants: ReturnType<typeof newPlants>
  /** Secrets that the instance itself makes are added to these. */
  secrets: Map<string, string>
  registry: TestRegistry
  /** Answers 500 to everything, with all that it was sent. */
  broken: HttpReceiver
  inbox: SmtpInbox
}

const named = (name: string) => `planted-${name}`
const idSchema = z.object({ id: z.string() })

/** Has an instance work with planted secrets, and misuses it with them. Returns what it told those who did. */
export const workWithPlants = async (world: World): Promise<{ refusals: string[]; streams: string[] }> => {
  const { login, database, plants, secrets, registry, broken, inbox } = world
  const call = callerOf(login)
  const refusals: string[] = []
  const streams: string[] = []

  const refused = async (method: string, path: string, body?: unknown, token = login.apiToken): Promise<void> => {
    const response = await fetch(`${login.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    expect(response.status, `${method} ${path}`).toBeGreaterThanOrEqual(400)
    refusals.push(JSON.stringify([...response.headers]), await response.text())
  }

  const made = async (path: string, body: object) => idSchema.parse(await call('POST', path, body)).id

  /** An app out of a registry that wants a login, through a good deployment, a bad one, and the way back. */
  const deploy = async (): Promise<string> => {
    const { name: image } = await registry.push(testDocker(), await sampleImage('v1'), 'planted/shop:v1')
    await call('POST', '/registries', { name: named('registry'), host: registry.host, ...registryLogin })
    const id = await made('/apps', {
      name: named('shop'),
      image,
      port: 3000,
      domains: ['planted.localhost'],
      verifySeconds: 0,
      healthCheck: { deadlineSeconds: 3 },
      preDeploy: { command: ['node', '--version'] },
      env: { API_KEY: plants.appEnv },
      secretEnv: ['API_KEY'],
    })
    streams.push(await deployToEnd(login, id))
    await call('PATCH', `/apps/${id}`, { env: { BROKEN: 'never-healthy' } })
    streams.push(await deployToEnd(login, id))
    await call('PATCH', `/apps/${id}`, { env: { BROKEN: null } })
    await call('POST', '/apps/try', {
      image,
      port: 3000,
      env: { TRIED: plants.triedEnv, BROKEN: 'never-healthy' },
      secretEnv: ['TRIED'],
      healthCheck: { deadlineSeconds: 2 },
    }).catch((error: unknown) => refusals.push(String(error)))
    expect(streams.map((events) => /"status":"(succeeded|failed)"/.exec(events)?.[1])).toEqual(['succeeded', 'failed'])
    return id
  }

  /** A monitor of a page that is down and repeats what it was sent, told to channels that are as bad. */
  const watch = async (appId: string): Promise<void> => {
    const at = new URL(broken.url)
    const channelIds = await Promise.all([
      made('/channels', { type: 'slack', name: 'slack', url: `${at.origin}/services/${plants.slackAddress}` }),
      made('/channels', {
        type: 'webhook',
        name: 'webhook',
        url: `http://pager:${plants.webhookLogin}@${at.host}/in?key=${plants.webhookQuery}`,
        secret: `whsec_${plants.webhookSigning}`,
      }),
      made('/channels', { type: 'email', name: 'mail', to: ['night@example.com'] }),
    ])
    const monitorId = await made('/monitors', {
      name: named('monitor'),
      appId,
      url: `${at.origin}/shop`,
      method: 'POST',
      headers: { 'x-key': plants.monitorHeader },
      body: plants.monitorBody,
      auth: { type: 'basic', username: 'monitor', password: plants.monitorPassword },
      intervalSeconds: 5,
      failureThreshold: 1,
      channelIds,
    })
    await made('/maintenance-windows', {
      monitorIds: [monitorId],
      cron: '0 2 * * 0',
      timezone: 'Europe/Berlin',
      durationMinutes: 60,
    })
    for (const id of channelIds) {
      refusals.push(JSON.stringify(await call('POST', `/channels/${id}/test`).catch(String)))
    }
    await vi.waitUntil(() => inbox.mails.some(({ source }) => source.includes('planted-monitor')), { timeout: 60_000 })
    await vi.waitUntil(
      () => database.deliveryAttempt.count({ where: { statusCode: 500 } }).then((count) => count >= 2),
      {
        timeout: 60_000,
        interval: 100,
      },
    )
  }

  /** Everything that hands a secret out once, or takes one and refuses it. */
  const misuse = async (appId: string): Promise<void> => {
    const hook = await call('POST', `/apps/${appId}/hooks`, { name: named('hook') })
    secrets.set('hookSecret', String(hook.secret))
    const token = await call('POST', '/tokens', { name: named('token'), role: 'viewer' })
    secrets.set('token', String(token.token))
    await fetch(`${login.url}/api/v1/apps`, { headers: { authorization: `Bearer ${token.token}` } })
    await call('POST', '/invitations', { email: 'guest@example.com', role: 'viewer' })
    const invited = new URL(invitationLinkIn(inbox, 'guest@example.com'))
    secrets.set('invitation', invited.pathname.split('/').at(-1) ?? '')
    await fetch(new URL(invited.pathname, login.url))
    const authority = await createAuthority()
    const { cert, key } = await authority.issue({ name: 'DNS:planted.localhost', endsInDays: 5 })
    secrets.set('certificateKey', key.split('\n').slice(1, 3).join('\n'))
    await call('POST', '/certificates', { name: named('certificate'), certificate: cert, privateKey: key })

    const pem = (kind: string, body: string) => `-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----\n`
    const tls = { ca: authority.ca, cert, key: pem('PRIVATE KEY', plants.hostKey) }
    const host = { name: named('host'), endpoint: { type: 'tcp', host: '127.0.0.1', port: 1, tls } }
    const answer = await call('POST', '/hosts', host).catch(String)
    if (typeof answer === 'object') {
      refusals.push(JSON.stringify(await call('POST', `/hosts/${answer.id}/test`).catch(String)))
    } else refusals.push(answer)
    await authority.close()

    const wrong = plants.misplaced
    await refused('GET', '/api/v1/apps', undefined, plants.wrongToken)
    await refused('POST', '/api/v1/apps', {
      name: 'No Name',
      env: [wrong],
      secretEnv: wrong,
      port: wrong,
      image: wrong,
    })
    await refused('POST', '/api/v1/apps', { nothing: wrong, env: { API_KEY: { of: wrong } } })
    await refused('POST', '/api/v1/apps', `{"env": {"API_KEY": "${wrong}"`)
    await refused('POST', '/api/v1/registries', { name: 'x', host: `user:${wrong}@here`, username: 'a b', password: 1 })
    await refused('POST', '/api/v1/channels', { type: 'slack', name: 'x', url: `ftp://user:${wrong}@here` })
    await refused('POST', '/api/v1/monitors', { name: 'x', url: `no url ${wrong}`, auth: { type: wrong } })
    await refused('POST', '/api/v1/certificates', { name: 'x', certificate: cert, privateKey: wrong })
    await refused('POST', '/api/v1/hosts', { name: 'x', endpoint: { type: 'tcp', host: 'here', tls: { key: wrong } } })
    await refused('POST', `/api/v1/hooks/${hook.id}`, { secret: wrong }, wrong)
    await refused('GET', `/api/v1/apps?cursor=${wrong}`)
    await refused('GET', `/api/v1/${wrong}`)
    const browser = new Cookies(login.url)
    refusals.push(await (await browser.signIn(login.email, plants.wrongPassword)).text())
    refusals.push(await (await browser.post('/api/auth/signin/oidc', { callbackUrl: '/apps' })).text())
  }

  const appId = await deploy()
  await watch(appId)
  await misuse(appId)
  return { refusals, streams }
}
