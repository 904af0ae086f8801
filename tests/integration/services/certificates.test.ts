import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { appSchema } from '@/core/apps/schema'
import { certificateSchema } from '@/core/certificates/schema'
import { messageSchema } from '@/core/deliveries/message'
import { parseValues } from '@/core/validation'
import { createApp } from '@/services/apps/create-app'
import { getApp } from '@/services/apps/get-app'
import { updateApp } from '@/services/apps/update-app'
import { listAuditEvents } from '@/services/audit/list-audit-events'
import { createCertificate } from '@/services/certificates/create-certificate'
import { deleteCertificate } from '@/services/certificates/delete-certificate'
import { getCertificate } from '@/services/certificates/get-certificate'
import { listCertificates } from '@/services/certificates/list-certificates'
import { tellExpiring } from '@/services/certificates/tell-expiring'
import { updateCertificate } from '@/services/certificates/update-certificate'
import type { Context } from '@/services/context'
import { keepDashboardCertificate } from '@/services/dashboard/keep-files'
import { desiredTraffic } from '@/services/hosts/desired-traffic'
import { type Authority, createAuthority } from '@/tests/support/certificates'
import { pathsOf, problemOf } from '@/tests/support/problem'
import { fingerprintOf } from '@/tests/support/secure'
import { createServiceWorld, type ServiceWorld } from '@/tests/support/service-context'

let world: ServiceWorld
let authority: Authority
let teamId: string
let owner: Context
let count = 0

interface Pair {
  cert: string
  key: string
}

beforeAll(async () => {
  ;[world, authority] = await Promise.all([createServiceWorld(), createAuthority()])
})
afterAll(async () => {
  await authority.close()
  await world.close()
})
beforeEach(async () => {
  teamId = await world.addTeam()
  owner = world.as(teamId)
  count += 1
  world.queued.length = 0
})

const domainOf = (label: string) => `${label}-${count}.example.com`
const issue = (endsInDays: number, ...names: string[]) =>
  authority.issue({ name: names.map((name) => `DNS:${name}`).join(','), endsInDays, by: 'intermediate' })
const inputOf = (name: string, { cert, key }: Pair) => ({ name, certificate: cert, privateKey: key })
const add = (ctx: Context, name: string, pair: Pair) =>
  createCertificate({ ctx, input: parseValues(certificateSchema, inputOf(name, pair)) })
const addApp = (ctx: Context, name: string, domains: string[], more: object = {}) =>
  createApp({ ctx, input: parseValues(appSchema, { name, port: 3000, domains, ...more }) })
const faults = async (certificate: string, privateKey: string) => {
  const problem = await problemOf(() =>
    createCertificate({ ctx: owner, input: { name: 'x', certificate, privateKey } }),
  )
  expect(problem.kind).toBe('invalid')
  return problem.fields.map(({ path, message }) => `${path}: ${message}`).join()
}

describe('a certificate that is handed in', () => {
  it('is shown with what it is for and who is served with it; its key never comes back', async () => {
    const domain = domainOf('shop')
    const pair = await issue(60, domain, `*.${domainOf('wild')}`)
    const app = await addApp(owner, 'shop', [domain])
    const made = await add(owner, 'shop', pair)
    expect(made).toMatchObject({
      name: 'shop',
      domains: [domain, `*.${domainOf('wild')}`],
      issuer: 'intermediate',
      fingerprint: fingerprintOf(pair.cert),
      uses: [{ appId: app.id, appName: 'shop', domains: [domain] }],
    })
    const stored = await world.database.certificate.findUniqueOrThrow({ where: { id: made.id } })
    const shown = [
      made,
      stored,
      await listCertificates({ ctx: owner, input: { limit: 10 } }),
      await getCertificate({ ctx: owner, input: { certificateId: made.id } }),
      await listAuditEvents({ ctx: owner, input: { limit: 10 } }),
      await world.database.outbox.findMany({ where: { teamId } }),
    ]
    expect(JSON.stringify(shown)).not.toContain('PRIVATE KEY')
    expect(JSON.stringify(shown)).not.toContain(pair.key.split('\n')[1])
    expect(world.queued).toContainEqual({ name: 'sync-domains', payload: { teamId, appId: app.id } })
  })

  it('is refused with the field and what to do where it cannot be served', async () => {
    const domain = domainOf('bad')
    const good = await issue(60, domain)
    const [leaf = '', intermediate = ''] = good.cert.split(/(?<=-----END CERTIFICATE-----\n)/)
    const other = await issue(60, domain)
    const [ended, weak, locked] = await Promise.all([
      issue(-2, domain),
      authority.issue({ name: `DNS:${domain}`, endsInDays: 60, key: 'rsa:1024' }),
      authority.issue({ name: `IP:192.0.2.7`, endsInDays: 60 }),
    ])
    expect(await faults('-----BEGIN nothing', good.key)).toMatch(/^certificate: There is no certificate/)
    expect(await faults(good.key, good.key)).toMatch(/^certificate: This is a private key/)
    expect(await faults(leaf.replace(/\n.{20}/, '\nAAAA'), good.key)).toMatch(/^certificate: .* cannot be read/)
    expect(await faults(good.cert, '-----BEGIN nothing')).toMatch(/^privateKey: There is no private key/)
    expect(await faults(good.cert, other.key)).toMatch(/^privateKey: The key does not belong/)
    expect(await faults(intermediate + leaf, good.key)).toMatch(/^certificate: Certificate 2 of the chain did not/)
    expect(await faults(ended.cert, ended.key)).toMatch(/^certificate: The certificate ended on/)
    expect(await faults(weak.cert, weak.key)).toMatch(/^certificate: It has an RSA key of 1024 bits/)
    expect(await faults(locked.cert, locked.key)).toMatch(/^certificate: It names no domain/)
    const passphrase = good.key.replaceAll('PRIVATE KEY', 'ENCRYPTED PRIVATE KEY')
    expect(await faults(good.cert, passphrase)).toMatch(/^privateKey: The key is locked/)
    // Of four primes it is made in a second.
    const key = 'rsa:6144 -pkeyopt rsa_keygen_primes:4'
    const large = await authority.issue({ name: `DNS:${domain}`, endsInDays: 60, key })
    expect(await faults(large.cert, large.key)).toMatch(/^privateKey: .* Request one with RSA 2048-4096 or ECDSA/)
    expect((await listCertificates({ ctx: owner, input: { limit: 10 } })).data).toEqual([])
  })

  it('takes its text from around the blocks, and leaves the authority’s own certificate out', async () => {
    const pair = await issue(60, domainOf('text'))
    const made = await add(owner, 'text', {
      cert: `Bag Attributes\r\n${pair.cert.replaceAll('\n', '\r\n')}\nroot:\n${authority.ca}`,
      key: `a comment\n${pair.key}`,
    })
    const { chain } = await world.database.certificate.findUniqueOrThrow({ where: { id: made.id } })
    expect(chain).toBe(pair.cert)
  })

  it('is for admins to add, and of one name once', async () => {
    const developer = world.as(teamId, { role: 'developer', isOperator: false })
    const pair = await issue(60, domainOf('roles'))
    await add(owner, 'same', pair)
    expect((await problemOf(() => add(developer, 'mine', pair))).kind).toBe('forbidden')
    expect(await problemOf(() => add(owner, 'same', pair))).toMatchObject({ kind: 'conflict', code: 'name_taken' })
    const stranger = world.as(await world.addTeam())
    const [{ id: certificateId } = { id: '' }] = (await listCertificates({ ctx: owner, input: { limit: 1 } })).data
    const ask = () => getCertificate({ ctx: stranger, input: { certificateId } })
    expect((await problemOf(ask)).kind).toBe('not_found')
  })

  it('is replaced with its key only, and is told anew when its end comes near', async () => {
    const domain = domainOf('renew')
    const made = await add(owner, 'renew', await issue(5, domain))
    await world.database.certificate.update({ where: { id: made.id }, data: { toldDays: 7 } })
    const renewed = await issue(90, domain)
    const change = (patch: Record<string, unknown>) =>
      updateCertificate({ ctx: owner, input: { certificateId: made.id, patch } })
    expect(pathsOf(await problemOf(() => change({ certificate: renewed.cert })))).toEqual(['privateKey'])
    expect(pathsOf(await problemOf(() => change({ privateKey: renewed.key })))).toEqual(['certificate'])
    expect((await change({ name: 'renamed' })).fingerprint).toBe(made.fingerprint)
    const after = await change({ certificate: renewed.cert, privateKey: renewed.key })
    expect(after).toMatchObject({ id: made.id, name: 'renamed', fingerprint: fingerprintOf(renewed.cert) })
    const row = await world.database.certificate.findUniqueOrThrow({ where: { id: made.id } })
    expect(row.toldDays).toBeNull()
  })
})

describe('an app whose domain has a certificate', () => {
  it('is reached by HTTPS, and sends plain requests there only where each domain has one', async () => {
    const [first, second] = [domainOf('one'), domainOf('two')]
    const app = await addApp(owner, 'shop', [first, second])
    expect(app).toMatchObject({ url: `http://${first}:8080`, tls: null, httpsRedirect: false })
    const redirect = () => updateApp({ ctx: owner, input: { appId: app.id, patch: { httpsRedirect: true } } })
    const made = await add(owner, 'one', await issue(60, first))
    const refused = await problemOf(redirect)
    expect(pathsOf(refused)).toEqual(['httpsRedirect'])
    expect(refused.fields[0]?.message).toContain(second)
    await add(owner, 'two', await issue(60, second))
    world.queued.length = 0
    expect(await redirect()).toMatchObject({
      url: `https://${first}:8443`,
      tls: { certificateId: made.id, name: 'one', expiresAt: made.notAfter },
      httpsRedirect: true,
    })
    expect(world.queued).toEqual([{ name: 'sync-domains', payload: { teamId, appId: app.id } }])
    await deleteCertificate({ ctx: owner, input: { certificateId: made.id } })
    const without = await updateApp({ ctx: owner, input: { appId: app.id, patch: { replicas: 2 } } })
    expect(without).toMatchObject({ url: `http://${first}:8080`, tls: null })
    const added = () =>
      updateApp({ ctx: owner, input: { appId: app.id, patch: { domains: [second, domainOf('three')] } } })
    expect(pathsOf(await problemOf(added))).toEqual(['httpsRedirect'])
  })

  it('is never served with a certificate of another team, though that names its domain', async () => {
    const domain = domainOf('mine')
    const other = world.as(await world.addTeam())
    await add(other, 'theirs', await issue(300, domain, '*.example.com'))
    const app = await addApp(owner, 'shop', [domain])
    expect((await getApp({ ctx: owner, input: { appId: app.id } })).tls).toBeNull()
    const host = await world.database.host.findFirstOrThrow({ where: { teamId } })
    await world.database.appHost.updateMany({ where: { appId: app.id }, data: { proxyKey: 1 } })
    expect((await desiredTraffic(owner, host.id)).apps).toMatchObject([{ domains: [domain], tls: [] }])
    const own = await issue(30, domain)
    await add(owner, 'ours', own)
    const [served] = (await desiredTraffic(owner, host.id)).apps
    expect(served?.tls.map((one) => [one.domain, fingerprintOf(one.pem)])).toEqual([[domain, fingerprintOf(own.cert)]])
  })
})

describe('the name of the dashboard', () => {
  const domain = 'gapless.example.org'
  const named = (): Context => ({ ...owner, instance: { ...owner.instance, dashboard: { domain, port: 3000 } } })
  const dashboardOf = async () => {
    const host = await world.database.host.findFirstOrThrow({ where: { teamId } })
    return (await desiredTraffic(named(), host.id)).dashboard
  }

  it('is no app’s', async () => {
    const claim = () => addApp(named(), 'shop', [domain])
    expect(await problemOf(claim)).toMatchObject({ kind: 'conflict', code: 'domain_taken' })
  })

  it('is served with the operator’s files, which are taken over once they are good, or with an uploaded one', async () => {
    expect(await dashboardOf()).toEqual({ domain, port: 3000, tls: null })
    const uploaded = await issue(60, domain)
    await add(owner, 'dashboard', uploaded)
    expect(fingerprintOf((await dashboardOf())?.tls?.pem ?? '')).toBe(fingerprintOf(uploaded.cert))
    const [first, second, foreign] = [await issue(60, domain), await issue(60, domain), await issue(60, 'x.example')]
    const take = (cert: string, key: string) =>
      keepDashboardCertificate(named(), { certificate: cert, privateKey: key })
    const shown = async () => fingerprintOf((await dashboardOf())?.tls?.pem ?? '')
    await take(first.cert, first.key)
    expect(await shown()).toBe(fingerprintOf(first.cert))
    await expect(take(second.cert, first.key)).rejects.toThrow(/GAPLESS_TLS_KEY_FILE/)
    await expect(take(foreign.cert, foreign.key)).rejects.toThrow(/not for gapless/)
    expect(await shown()).toBe(fingerprintOf(first.cert))
    await take(second.cert, second.key)
    expect(await shown()).toBe(fingerprintOf(second.cert))
    const kept = await world.database.instanceSetting.findMany()
    expect(JSON.stringify(kept)).not.toContain('PRIVATE KEY')
    await keepDashboardCertificate(named(), null)
    expect(await shown()).toBe(fingerprintOf(uploaded.cert))
  })

  it('leads nowhere from the proxies of other machines', async () => {
    const { id } = await world.database.host.create({
      data: {
        teamId,
        name: 'far',
        endpoint: { type: 'tcp', host: '192.0.2.9', port: 2376 },
        publicAddress: '192.0.2.9',
      },
    })
    expect((await desiredTraffic(named(), id)).dashboard).toBeNull()
  })
})

it('channels that want to know are told of a certificate’s end, once for each mark, by however many workers', async () => {
  const domain = domainOf('end')
  await addApp(owner, 'shop', [domain])
  const made = await add(owner, 'soon', await issue(13, domain))
  const channel = { teamId, type: 'webhook' as const, configSealed: '', shown: {} }
  const [wanting] = await Promise.all([
    world.database.channel.create({ data: { ...channel, name: 'ops', events: ['certificate.expiring'] } }),
    world.database.channel.create({ data: { ...channel, name: 'other', events: ['incident.opened'] } }),
  ])
  const tellAt = (days: number) => {
    const now = new Date(Date.now() + days * 24 * 60 * 60_000)
    const ctx = { ...owner, clock: { ...owner.clock, now: () => now } }
    return Promise.all([tellExpiring(ctx), tellExpiring(ctx), tellExpiring(ctx)])
  }
  for (const days of [0, 0, 1, 6.5, 6.6, 12.5]) await tellAt(days)
  const rows = await world.database.delivery.findMany({ where: { teamId }, orderBy: { id: 'asc' } })
  expect(rows.map(({ channelId }) => channelId)).toEqual([wanting.id, wanting.id, wanting.id])
  const told = rows.map(({ payload }) => messageSchema.parse(payload))
  expect(told.map((message) => message.kind === 'certificate' && message.certificate.days)).toEqual([14, 7, 1])
  expect(told[0]).toMatchObject({ certificate: { id: made.id, name: 'soon', domains: [domain], apps: ['shop'] } })
})

it('of a certificate that ends after hundreds of others which were told already, too', async () => {
  const made = await add(owner, 'last', await issue(13, domainOf('last')))
  const { id: _, ...row } = await world.database.certificate.findUniqueOrThrow({ where: { id: made.id } })
  const notAfter = new Date(row.notAfter.getTime() - 60_000)
  const told = Array.from({ length: 250 }, (_, index) => ({ ...row, name: `told-${index}`, notAfter, toldDays: 14 }))
  await world.database.certificate.createMany({ data: told })
  await tellExpiring(owner)
  expect(await world.database.certificate.findUnique({ where: { id: made.id } })).toMatchObject({ toldDays: 14 })
})
