import { afterEach, beforeEach, expect, it } from 'vitest'
import { ownProxies } from '@/services/monitors/own-proxies'
import { createDeployedApp } from '@/tests/support/deployed-app'
import { createServiceWorld, type ServiceWorld } from '@/tests/support/service-context'

let world: ServiceWorld
let teamId: string
beforeEach(async () => {
  world = await createServiceWorld()
  teamId = await world.addTeam()
  const { id: appId } = await createDeployedApp(world.database, teamId)
  const { id: hostId } = await world.database.host.findFirstOrThrow({ where: { teamId } })
  await world.database.appHost.create({ data: { teamId, appId, hostId } })
  const names = ['shop.example', 'www.shop.example']
  await world.database.domain.createMany({ data: names.map((name) => ({ name, teamId, appId })) })
})
afterEach(() => world.close())

const certify = (owner: string, name: string) =>
  world.database.certificate.create({
    data: {
      teamId: owner,
      name,
      domains: [name],
      chain: '',
      keySealed: '',
      issuer: '',
      fingerprint: '',
      notBefore: new Date(),
      notAfter: new Date(),
    },
  })
const securePorts = async () => {
  const own = { teamId, url: 'https://shop.example/' }
  const { db, instance } = world.as(teamId)
  const proxies = (await ownProxies(db, instance, [own]))(own)
  return Object.fromEntries([...proxies].map(([name, proxy]) => [name, [proxy.port, proxy.securePort]]))
}

it('An app’s proxy is asked by HTTPS for the names that its team has a certificate for, and for no others', async () => {
  await certify(await world.addTeam(), 'shop.example')
  const without = { 'shop.example': [8080, null], 'www.shop.example': [8080, null] }
  expect(await securePorts()).toEqual(without)
  await certify(teamId, '*.shop.example')
  expect(await securePorts()).toEqual({ ...without, 'www.shop.example': [8080, 8443] })
  await certify(teamId, 'shop.example')
  expect(await securePorts()).toEqual({ 'shop.example': [8080, 8443], 'www.shop.example': [8080, 8443] })
})
