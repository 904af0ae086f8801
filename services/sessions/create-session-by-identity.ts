import { emailSchema } from '@/core/access/sign-in'
import { GaplessError } from '@/core/errors'
import type { Prisma, User } from '@/prisma/generated/client'
import { proveAddress } from '@/services/account/prove-address'
import { recordForPerson } from '@/services/account/record-for-person'
import type { InstanceContext } from '@/services/context'
import { isUniqueViolation } from '@/services/unique-violation'
import { rememberNetwork } from './known-network'
import { type NewSession, openSession } from './open-session'

interface Input {
  provider: 'oidc' | 'github'
  /** The provider's own, lasting id of the person, with who gave it. */
  subject: string
  /** The id as it was once kept, without who gave it; null where it never was. */
  formerSubject: string | null
  email: string | null
  /** Whether the provider vouches for it that mails to the address reach this person. */
  isEmailVerified: boolean
  ip: string
  userAgent: string
}

/**
 * Signs in whom another provider has signed in: the person it was linked to, or else the one whose address it vouches
 * for, who is linked from then on. Makes no accounts: people come by invitation (docs/decisions/0014-signing-in.md).
 * Throws unauthenticated (no_account, email_unverified, other_identity).
 */
export const createSessionByIdentity = async (call: {
  ctx: Pick<InstanceContext, 'instanceDb' | 'clock' | 'attempts'>
  input: Input
}): Promise<NewSession> => {
  const { ctx, input } = call
  const session = await ctx.instanceDb
    .$transaction(async (tx) => {
      const user = (await linkedUser(tx, input)) ?? (await linkByEmail(ctx, tx, input))
      return openSession(ctx, tx, { ...input, user, method: input.provider })
    })
    .catch((error: unknown) => {
      // Linked by two sign-ins of the same moment: the next finds it so.
      throw isUniqueViolation(error) ? refused('try_again', 'Sign in again.') : error
    })
  if (!session.awaitsSecondFactor) await rememberNetwork(ctx.attempts, session.email, input.ip)
  return session
}

const linkedUser = async (tx: Prisma.TransactionClient, { provider, subject }: Input): Promise<User | null> => {
  const identity = await tx.identity.findUnique({
    where: { provider_subject: { provider, subject } },
    include: { user: true },
  })
  return identity?.user ?? null
}

const linkByEmail = async (
  ctx: Pick<InstanceContext, 'clock'>,
  tx: Prisma.TransactionClient,
  input: Input,
): Promise<User> => {
  const { provider, subject, formerSubject, ip } = input
  const email = emailSchema.safeParse(input.email).data
  if (email === undefined || !input.isEmailVerified) {
    throw refused('email_unverified', 'The provider does not vouch for your e-mail address.')
  }
  const user = await tx.user.findUnique({ where: { email }, include: { identities: { where: { provider } } } })
  if (!user) throw refused('no_account', 'There is no account with your e-mail address.')
  // An address that was given to somebody else does not give them the account. The bare id may be another server's, but
  // whoever has it and the address is the one who was linked.
  if (user.identities.some((identity) => identity.subject !== formerSubject))
    throw refused(
      'other_identity',
      'This account is linked to another login there: unlink it under Settings, Security.',
    )
  const proven = await proveAddress(tx, { userId: user.id, ip, now: ctx.clock.now() })
  await tx.identity.deleteMany({ where: { userId: user.id, provider } })
  await tx.identity.create({ data: { userId: user.id, provider, subject } })
  await recordForPerson(tx, { userId: user.id, ip }, { action: 'account.identity_link', after: { provider } })
  return proven
}

const refused = (code: string, message: string): GaplessError => new GaplessError('unauthenticated', code, message)
