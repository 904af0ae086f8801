import type { createDatabase } from '@/adapters/database/client'
import { createAuthority } from '@/tests/support/certificates'
import { addPerson } from '@/tests/support/people'

type Call = (method: string, path: string, body?: object) => Promise<Record<string, unknown>>

interface Options {
  database: ReturnType<typeof createDatabase>
  call: Call
  teamId: string
  /** A team that is granted the owner's host. */
  otherTeamId: string
  apps: Record<'shop' | 'mail' | 'blog', string>
}

export interface People {
  /** The membership of somebody who sees some apps only. */
  restrictedMemberId: string
  hostId: string
  /** The path of an open invitation to somebody without an account. */
  invitation: string
}

const dayMs = 24 * 60 * 60_000

/** Members in every role, invitations, tokens, hooks, certificates and a granted host. */
export const addPeople = async ({ database, call, teamId, otherTeamId, apps }: Options): Promise<People> => {
  await addPerson(database, 'Ada', teamId, 'admin')
  await addPerson(database, 'Margarete-Wilhelmine-von-Hohenstein-zu-Lauenburg', teamId, 'developer')
  const dev = await addPerson(database, 'Dev', teamId, 'developer')
  const member = await database.membership.findFirstOrThrow({ where: { teamId, userId: dev.id } })
  await call('PATCH', `/members/${member.id}`, { appIds: [apps.shop, apps.blog] })
  const { id: userId } = await database.user.findFirstOrThrow({ where: { isOperator: true } })
  const providers = ['oidc', 'github'].map((provider) => ({ userId, provider, subject: `the owner at ${provider}` }))
  await database.identity.createMany({ data: providers })
  const invited = await call('POST', '/invitations', { email: 'grace@example.com', role: 'developer' })
  await call('POST', '/invitations', { email: 'long.address.of.somebody@a-department.example.com', role: 'viewer' })

  const expiresAt = new Date(Date.now() + 5 * dayMs).toISOString()
  await call('POST', '/tokens', { name: 'pipeline of the shop', role: 'developer', appIds: [apps.shop] })
  await call('POST', '/tokens', { name: 'metrics', role: 'metrics', expiresAt })
  await call('POST', `/apps/${apps.shop}/hooks`, { name: 'main branch' })

  const authority = await createAuthority()
  for (const [name, domain, endsInDays] of [
    ['shop', 'www.shop.example', 200],
    ['mail-and-all-under-it', '*.mail.localhost', 5],
    ['blog-of-last-year', 'blog.localhost', 0.01],
  ] as const) {
    const { cert, key } = await authority.issue({ name: `DNS:${domain}`, endsInDays })
    await call('POST', '/certificates', { name, certificate: cert, privateKey: key })
  }
  await authority.close()

  const host = await database.host.findFirstOrThrow({ where: { teamId } })
  await call('PUT', `/hosts/${host.id}/grants/${otherTeamId}`)
  return { restrictedMemberId: member.id, hostId: host.id, invitation: new URL(String(invited.link)).pathname }
}
