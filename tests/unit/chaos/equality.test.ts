import { expect, it } from 'vitest'
import { differences, type Found, type Recorded } from '../../support/chaos/equality'

const recorded: Recorded = {
  apps: [{ name: 'shop', key: 1, side: 'a', domain: 'shop.localhost', replicas: 1, currentReleaseId: 'r1' }],
  replicas: [
    {
      app: 'shop',
      key: 1,
      container: 'shop-v1-1',
      state: 'ready',
      releaseId: 'r1',
      side: 'a',
      slot: 1,
      address: '10.0.0.2:3000',
    },
  ],
  unfinished: [],
}
const proxy: Found['proxies'][number] = {
  routes: new Map([[1, 'a']]),
  domains: new Map([['shop.localhost', 1]]),
  certificates: new Map(),
  redirects: new Set(),
  filled: [{ key: 1, side: 'a', slot: 1, address: '10.0.0.2:3000' }],
}
const found: Found = {
  containers: ['shop-v1-1', 'proxy-a', 'proxy-b'].map((name) => ({ name, running: true })),
  proxyNames: ['proxy-a', 'proxy-b'],
  proxies: [proxy, proxy],
  backups: [],
  healthy: [{ key: 1, side: 'a', slot: 1 }],
  answers: new Map([['shop', new Set(['r1'])]]),
}

it('finds nothing where all is as the database says', () => {
  expect(differences(recorded, found)).toEqual([])
})

it.each<[string, Partial<Found>, string]>([
  [
    'a container that nobody has',
    { containers: [...found.containers, { name: 'shop-v0-1', running: true }] },
    'orphan: container shop-v0-1',
  ],
  ['a container that is gone', { containers: found.containers.slice(1) }, 'missing: container shop-v1-1'],
  [
    'a container that does not run',
    { containers: found.containers.map((one) => ({ ...one, running: one.name !== 'proxy-b' })) },
    'proxy-b does not run',
  ],
  ['a proxy that is gone', { proxies: [proxy] }, 'shop: 1 proxies answer'],
  [
    'a proxy that sends requests elsewhere',
    { proxies: [proxy, { ...proxy, routes: new Map([[1, 'b']]) }] },
    'shop: proxy 2 routes to side b instead of a',
  ],
  [
    'a proxy without the replica',
    { proxies: [proxy, { ...proxy, filled: [] }] },
    'shop: proxy 2 lacks a1=10.0.0.2:3000',
  ],
  [
    'a proxy that still has an old replica',
    {
      proxies: [
        { ...proxy, filled: [...proxy.filled, { key: 1, side: 'b', slot: 1, address: '10.0.0.9:3000' }] },
        proxy,
      ],
    },
    'shop: proxy 1 has b1=10.0.0.9:3000 that nobody should have',
  ],
  [
    'a standby that was not taken back',
    { backups: [{ proxy: 'proxy-a', server: 'k1ab1', address: '10.0.0.9:3000' }] },
    'shop: proxy-a still has 10.0.0.9:3000 as a standby (k1ab1)',
  ],
  ['an unhealthy replica', { healthy: [] }, 'shop: the proxies do not take shop-v1-1 for healthy'],
  [
    'answers of two releases',
    { answers: new Map([['shop', new Set(['r1', 'r0'])]]) },
    'shop: answers come from r1 and r0 and the current release is r1',
  ],
])('finds %s', (_, change, told) => {
  expect(differences(recorded, { ...found, ...change })).toEqual([told])
})
