import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDockerClients } from '@/adapters/docker/client'
import { createContainers } from '@/adapters/docker/create-containers'
import { hostSchema } from '@/core/hosts/schema'
import { isPublicAddress } from '@/core/net/address-range'
import type { HostEndpoint } from '@/core/ports/host-target'
import type { Context } from '@/services/context'
import { createHost } from '@/services/hosts/create-host'
import { testHost } from '@/services/hosts/test-host'
import { updateHost } from '@/services/hosts/update-host'
import { sampleHost } from '@/services/samples/sample-host'
import { type TestEndpoint, tlsEndpoint } from '@/tests/support/docker-endpoints'
import { createServiceWorld, type ServiceWorld } from '@/tests/support/service-context'
import { type SshEndpoint, sshEndpoint } from '@/tests/support/ssh-endpoint'

const name = 'docker.example.com'
const publicAddress = '93.184.215.14'

let world: ServiceWorld
let listener: Server
let connections: number
let tls: TestEndpoint<'tcp'>
let ssh: SshEndpoint
let teamId: string

/** Engines that are reached for real, by the addresses that names have now. */
const reaching = (ctx: Context, mayConnect = isPublicAddress): Context => ({
  ...ctx,
  containers: createContainers(createDockerClients({ resolver: ctx.resolver, mayConnect })),
})
const operator = () => world.as(teamId)
const admin = () => world.as(teamId, { id: 'user-2', role: 'admin', isOperator: false })
const listening = (): number => (listener.address() as AddressInfo).port

beforeAll(async () => {
  ;[world, tls, ssh] = await Promise.all([createServiceWorld(), tlsEndpoint(), sshEndpoint()])
  listener = createServer((socket) => {
    connections += 1
    socket.on('error', () => undefined)
    socket.end('-ERR this is something inside\r\n')
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
})
beforeEach(async () => {
  connections = 0
  teamId = await world.addTeam()
  world.names.set(name, [publicAddress])
})
afterAll(async () => {
  listener.close()
  await Promise.all([tls.stop(), ssh.stop(), world.close()])
})

const add = (ctx: Context, endpoint: HostEndpoint) =>
  createHost({ ctx, input: hostSchema.parse({ name: 'other', endpoint }) })

describe.each(['tcp', 'ssh'] as const)('a name that led to a public address when its host was added, by %s', (type) => {
  const at = (host: string, port: number): HostEndpoint => ({ ...(type === 'tcp' ? tls : ssh).endpoint, host, port })
  const rebound = async (by: Context): Promise<string> => {
    const { id } = await add(by, at(name, listening()))
    world.names.set(name, ['127.0.0.1'])
    return id
  }

  it('is not connected to where it leads inside now', async () => {
    const hostId = await rebound(admin())
    const { checks } = await testHost({ ctx: reaching(admin()), input: { hostId } })
    const why = `${name} leads to 127.0.0.1, a loopback address, which the operator has not allowed`
    expect(checks).toEqual([{ name: 'engine', ok: false, message: expect.stringContaining(why) }])
    await sampleHost(reaching(admin()), hostId)
    expect((await world.database.host.findUniqueOrThrow({ where: { id: hostId } })).statusMessage).toContain(why)
    world.names.set(name, [publicAddress, '127.0.0.1'])
    await testHost({ ctx: reaching(admin()), input: { hostId } })
    expect(connections).toBe(0)
  })

  it('is connected to wherever it leads if the operator gave it, until somebody else changes the host', async () => {
    const hostId = await rebound(operator())
    // As a name on this machine, which the system itself leads inside.
    const patch = { endpoint: { host: 'localhost' } }
    world.names.set('localhost', ['127.0.0.1'])
    await updateHost({ ctx: operator(), input: { hostId, patch } })
    await testHost({ ctx: reaching(admin()), input: { hostId } })
    expect(connections).toBeGreaterThan(0)
    connections = 0
    world.names.set('localhost', [publicAddress])
    await updateHost({ ctx: admin(), input: { hostId, patch: { publicAddress } } })
    world.names.set('localhost', ['127.0.0.1'])
    await testHost({ ctx: reaching(admin()), input: { hostId } })
    expect(connections).toBe(0)
  })

  it('is driven at an address that was judged', async () => {
    world.names.set(name, ['127.0.0.1'])
    // The certificate is for the address.
    const endpoint = type === 'tcp' ? tls.endpoint : { ...ssh.endpoint, host: name }
    const target = { id: 'judged', instanceId: 'x', endpoint, engineId: null, anyAddress: false }
    const { containers } = reaching(admin(), (address) => address === '127.0.0.1')
    const info = () => containers.engine(target).info()
    expect((await info()).cpus).toBeGreaterThan(0)
    expect((await info()).cpus).toBeGreaterThan(0)
    const { containers: strict } = reaching(admin())
    await expect(strict.engine(target).info()).rejects.toMatchObject({ code: 'address_refused' })
  })
})
