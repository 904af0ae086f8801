import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AppView } from '@/services/apps/app-view'
import { updateApp } from '@/services/apps/update-app'
import { createCertificate } from '@/services/certificates/create-certificate'
import { deleteCertificate } from '@/services/certificates/delete-certificate'
import { updateCertificate } from '@/services/certificates/update-certificate'
import type { Context } from '@/services/context'
import { keepDashboardCertificate } from '@/services/dashboard/keep-files'
import { syncDashboard } from '@/services/dashboard/sync-dashboard'
import { hostTarget } from '@/services/hosts/host-target'
import { reconcileHost } from '@/services/reconcile/reconcile-host'
import { type Authority, createAuthority } from '@/tests/support/certificates'
import { sampleImage } from '@/tests/support/docker'
import { startTestEngine, type TestEngine } from '@/tests/support/engine'
import { spawnLoad } from '@/tests/support/load'
import { askSecurely, fingerprintOf, handshake } from '@/tests/support/secure'
import { ask } from '@/tests/support/traffic'

const domain = 'secure.localhost'
let engine: TestEngine
let authority: Authority
let app: AppView
let certificateId: string
let v1: string
let v2: string

const issue = async (name: string) => {
  const { cert, key } = await authority.issue({ name: `DNS:${name}`, endsInDays: 60, by: 'intermediate' })
  return { certificate: cert, privateKey: key }
}

/** What both proxies show for a name; empty where they refuse it. */
const shown = async (name: string): Promise<string[]> => {
  const tries = Array.from({ length: 8 }, () =>
    handshake(engine.httpsPort, name).then(
      ({ fingerprint }) => fingerprint,
      () => null,
    ),
  )
  return [...new Set(await Promise.all(tries))].filter((one) => one !== null)
}
const untilShown = (name: string, ...fingerprints: string[]) => expect.poll(() => shown(name)).toEqual(fingerprints)

beforeAll(async () => {
  ;[engine, authority, v1, v2] = await Promise.all([
    startTestEngine(),
    createAuthority(),
    sampleImage('v1'),
    sampleImage('v2'),
  ])
  const settings = { port: 3000, verifySeconds: 1, drainSeconds: 10, stopGraceSeconds: 5, replicas: 2 }
  app = await engine.createApp({ ...settings, name: 'secure', image: v1, domains: [domain] })
  await engine.ended((await engine.deploy(app.id)).id)
})
afterAll(async () => {
  await engine.stop()
  await authority.close()
})

it('an uploaded certificate serves the app at once, and users are sent there if that is wished', async () => {
  const given = await issue(domain)
  const made = await createCertificate({ ctx: engine.ctx, input: { name: 'secure', ...given } })
  certificateId = made.id
  await untilShown(domain, made.fingerprint)
  expect((await askSecurely(engine, domain, '/', { ca: authority.ca })).status).toBe(200)
  expect((await ask({ httpPort: engine.proxyPort }, domain)).status).toBe(200)
  await updateApp({ ctx: engine.ctx, input: { appId: app.id, patch: { httpsRedirect: true } } })
  const moved = () => ask({ httpPort: engine.proxyPort }, domain, '/a?b')
  await expect.poll(async () => (await moved()).status).toBe(308)
  expect((await moved()).headers.location).toBe(`https://${domain}:${engine.httpsPort}/a?b`)
})

it('deployments under HTTPS load fail nothing, their proof counts it, and a renewal meanwhile interrupts nothing', async () => {
  const load = spawnLoad({
    port: engine.httpsPort,
    host: domain,
    ca: authority.ca,
    keepAlive: 12,
    fresh: 2,
    posts: 2,
    postPath: '/echo',
    long: 2,
    longPath: '/slow?ms=2000',
  })
  const second = await engine.deploy(app.id, { image: v2 })
  const renewed = await issue(domain)
  const { fingerprint } = await updateCertificate({ ctx: engine.ctx, input: { certificateId, patch: renewed } })
  await engine.ended(second.id)
  const third = await engine.ended((await engine.deploy(app.id, { image: v1 })).id)
  const proofs = [await engine.drained(second.id), await engine.drained(third.id)].map((view) => view.proof)
  const report = await load.stop()
  expect(report.failures).toEqual([])
  expect(Object.keys(report.versions).sort()).toEqual(['v1', 'v2'])
  for (const proof of proofs) expect(proof).toMatchObject({ failed: 0, cut: 0, probeFailures: 0, complete: true })
  expect(proofs[0]?.requests).toBeGreaterThan(0)
  expect(proofs[0]?.probes).toBeGreaterThan(0)
  await untilShown(domain, fingerprint)
})

it('what a proxy does not have or should not have any more the reconciler puts right', async () => {
  const host = await engine.ctx.instanceDb.host.findFirstOrThrow()
  const place = await engine.ctx.instanceDb.appHost.findFirstOrThrow({ where: { appId: app.id } })
  const target = hostTarget(host, engine.ctx.instance.id, engine.ctx.vault)
  const [fingerprint = ''] = await shown(domain)
  const lease = await engine.ctx.instanceDb.appLease.findFirst({ where: { appId: app.id } })
  const session = await engine.ctx.traffic.open(target, place.proxyKey ?? 0, lease?.fencing ?? 1_000_000)
  await session.setTls([])
  await session.close()
  expect(await shown(domain)).toEqual([])
  await reconcileHost(engine.ctx, host.id)
  await untilShown(domain, fingerprint)
})

it('the dashboard has its own name, with the certificate of the operator’s files or with an uploaded one', async () => {
  const name = 'gapless.localhost'
  // What answers there stands for the dashboard: the proxies' own plain port, which knows no such name.
  const ctx: Context = {
    ...engine.ctx,
    instance: { ...engine.ctx.instance, dashboard: { domain: name, port: engine.proxyPort } },
  }
  const [first, second] = [await issue(name), await issue(name)]
  await keepDashboardCertificate(ctx, first)
  await syncDashboard(ctx)
  await untilShown(name, fingerprintOf(first.certificate))
  expect((await ask({ httpPort: engine.proxyPort }, name)).headers.location).toBe(
    `https://${name}:${engine.httpsPort}/`,
  )
  await keepDashboardCertificate(ctx, second)
  await syncDashboard(ctx)
  await untilShown(name, fingerprintOf(second.certificate))
  await keepDashboardCertificate(ctx, null)
  await syncDashboard(ctx)
  expect(await shown(name)).toEqual([])
  const uploaded = await createCertificate({ ctx, input: { name: 'dashboard', ...first } })
  await syncDashboard(ctx)
  await untilShown(name, uploaded.fingerprint)
  await syncDashboard(engine.ctx)
  expect(await shown(name)).toEqual([])
})

it('a certificate that is deleted serves nobody, and plain requests are answered again', async () => {
  await deleteCertificate({ ctx: engine.ctx, input: { certificateId } })
  await untilShown(domain)
  await expect.poll(async () => (await ask({ httpPort: engine.proxyPort }, domain)).status).toBe(200)
})
