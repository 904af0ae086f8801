import { describe, expect, it } from 'vitest'
import { readServers } from '@/adapters/traffic/look'
import type { ContainerSummary } from '@/core/ports/containers'
import type { ProxyView } from '@/core/ports/traffic'
import { type DesiredApp, findAmiss } from '@/core/reconcile/compare'
import { findOrphans } from '@/core/reconcile/orphans'
import { repairIsTold } from '@/core/reconcile/repair'

const app: DesiredApp = {
  appId: 'shop',
  key: 3,
  active: 'a',
  domains: ['shop.example.com'],
  tls: [],
  ready: [{ number: 1, containerName: 'shop-1', side: 'a', slot: 2, address: '10.0.0.2:80' }],
  inUse: new Set(['b1']),
}
const container = (name: string, changes: Partial<ContainerSummary> = {}): ContainerSummary => ({
  name,
  labels: { 'gapless.role': 'app' },
  status: 'running',
  createdAt: '2026-01-01T00:00:00Z',
  ...changes,
})
const proxy = (changes: Partial<ProxyView> = {}): ProxyView => ({
  routes: new Map([[3, 'a']]),
  domains: new Map([['shop.example.com', 3]]),
  certificates: new Map(),
  redirects: new Set(),
  filled: [
    { key: 3, side: 'a', slot: 2, address: '10.0.0.2:80' },
    { key: 3, side: 'b', slot: 1, address: '10.0.0.9:80' },
    { key: 4, side: 'a', slot: 1, address: '10.0.0.7:80' },
  ],
  ...changes,
})
const amiss = (containers: ContainerSummary[], ...proxies: ProxyView[]) => findAmiss(app, { containers, proxies })

describe('comparing an app with what is there', () => {
  it('finds nothing where replicas run, and both proxies know them, the domains and the route', () => {
    expect(amiss([container('shop-1')], proxy(), proxy())).toEqual([])
    expect(amiss([container('shop-1', { status: 'restarting' })], proxy(), proxy())).toEqual([])
  })

  it.each([
    ['a replica that is gone', amiss([], proxy(), proxy()), 'Replica 1 was gone.'],
    ['one that ended', amiss([container('shop-1', { status: 'exited' })], proxy(), proxy()), 'Replica 1 did not run.'],
    ['one proxy', amiss([container('shop-1')], proxy()), 'One of the proxies did not run.'],
    ['no proxy', amiss([container('shop-1')]), 'No proxy ran.'],
    [
      'another side',
      amiss([container('shop-1')], proxy(), proxy({ routes: new Map([[3, 'b']]) })),
      'A proxy sent requests elsewhere.',
    ],
    [
      'no route',
      amiss([container('shop-1')], proxy({ routes: new Map() }), proxy()),
      'A proxy sent requests elsewhere.',
    ],
    [
      'a domain too many',
      amiss(
        [container('shop-1')],
        proxy({
          domains: new Map([
            ['shop.example.com', 3],
            ['old.example.com', 3],
          ]),
        }),
        proxy(),
      ),
      'A proxy had other domains.',
    ],
    [
      'a replica elsewhere',
      amiss(
        [container('shop-1')],
        proxy({ filled: [{ key: 3, side: 'a', slot: 2, address: '10.0.0.3:80' }] }),
        proxy(),
      ),
      'A proxy did not know every replica.',
    ],
    [
      'a slot that nobody has',
      amiss(
        [container('shop-1')],
        proxy({ filled: [...proxy().filled, { key: 3, side: 'a', slot: 5, address: '10.0.0.4:80' }] }),
        proxy(),
      ),
      'A proxy still knew replicas that are gone.',
    ],
  ])('tells of %s', (_, found, words) => {
    expect(found).toEqual([words])
  })
})

describe('containers that nobody will end', () => {
  const now = new Date('2026-01-01T01:00:00Z')
  const known = { replicas: new Set(['shop-1']), deployments: new Set(['running']) }
  const orphans = (...containers: ContainerSummary[]) => findOrphans(containers, known, now).map((one) => one.name)
  const task = (deployment?: string) => ({
    'gapless.role': 'task',
    ...(deployment ? { 'gapless.deployment': deployment } : {}),
  })

  it('are replicas without a row, commands of ended deployments and forgotten trials', () => {
    expect(
      orphans(
        container('shop-1'),
        container('shop-9'),
        container('pre-1', { labels: task('running') }),
        container('pre-2', { labels: task('ended') }),
        container('try-1', { labels: task() }),
        container('try-2', { labels: task(), createdAt: '2026-01-01T00:59:00Z' }),
        container('proxy', { labels: { 'gapless.role': 'proxy' } }),
        container('odd', { labels: {} }),
      ),
    ).toEqual(['shop-9', 'pre-2', 'try-1'])
  })
})

describe('a repair', () => {
  const repair = { at: '2026-01-01T00:00:00.000Z', amiss: ['Replica 1 was gone.'], failure: null }
  it('is told for a day, and as long as it did not succeed', () => {
    expect(repairIsTold(repair, new Date('2026-01-01T23:00:00Z'))).toBe(true)
    expect(repairIsTold(repair, new Date('2026-01-02T01:00:00Z'))).toBe(false)
    expect(repairIsTold({ ...repair, failure: 'no such image' }, new Date('2026-01-09T00:00:00Z'))).toBe(true)
  })
})

describe('what a proxy says of its servers', () => {
  it('is read by the names of its columns; empty slots and backups are left out', () => {
    const text = [
      '1',
      '# be_id be_name srv_id srv_name srv_addr srv_op_state srv_port',
      '4 k3_a 1 k3a1 10.0.0.2 2 3000',
      '4 k3_a 2 k3a2 127.0.0.1 0 1',
      '4 k3_a 9 k3ab1 10.0.0.8 2 3000',
      '',
    ].join('\n')
    expect(readServers(text)).toEqual([{ key: 3, side: 'a', slot: 1, address: '10.0.0.2:3000' }])
  })
})
