import type { PublicEndpoint } from '@/core/hosts/schema'
import type { Database } from '@/services/context'

interface FirstStart {
  owner: { email: string; name: string; passwordHash: string }
  team: string
  token: { name: string; hash: string; prefix: string }
  localHost: { endpoint: PublicEndpoint; publicAddress: string } | null
}

/**
 * The first start of an instance: its operator with a team of their own, an owner token for programs, the local Docker
 * engine as host `local`. Does nothing once there is a user; returns whether it did.
 */
export const bootstrapInstance = (db: Database, first: FirstStart): Promise<boolean> =>
  db.$transaction(async (tx) => {
    if ((await tx.user.count()) > 0) return false
    const user = await tx.user.create({
      data: { ...first.owner, email: first.owner.email.toLowerCase(), isOperator: true, emailVerifiedAt: new Date() },
    })
    const team = await tx.team.create({ data: { name: first.team } })
    await tx.membership.create({ data: { teamId: team.id, userId: user.id, role: 'owner' } })
    await tx.apiToken.create({
      data: { ...first.token, teamId: team.id, role: 'owner', isOperator: true, createdBy: user.id },
    })
    if (first.localHost) {
      await tx.host.create({ data: { teamId: team.id, name: 'local', status: 'ready', ...first.localHost } })
    }
    await tx.auditEvent.create({
      data: {
        teamId: team.id,
        actorType: 'system',
        actorId: 'gapless',
        actorName: 'Gapless',
        action: 'instance.create',
        targetType: 'team',
        targetId: team.id,
        targetName: team.name,
      },
    })
    return true
  })
