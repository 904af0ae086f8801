import { z } from 'zod'
import { methodWords } from '@/core/access/sign-in'
import { conflict, notFound } from '@/core/errors'
import { parseValues } from '@/core/validation'
import type { InstanceContext } from '@/services/context'
import type { AccountCaller } from './account-context'
import { recordForPerson } from './record-for-person'

const unlinkSchema = z.object({ provider: z.enum(['oidc', 'github'], 'Name one of your providers.') })

/**
 * A provider knows this person no more; whoever it vouches for with their address next is linked anew, as after a change
 * of provider. Sessions go on. Throws invalid, not_found, and conflict (only_way_in) where neither a password nor a
 * mailed link would let the person in.
 */
export const unlinkIdentity = async (
  ctx: Pick<InstanceContext, 'instanceDb' | 'mailer'>,
  { userId, ip, ...given }: Pick<AccountCaller, 'userId' | 'ip'> & { provider: unknown },
): Promise<void> => {
  const { provider } = parseValues(unlinkSchema, given)
  await ctx.instanceDb.$transaction(async (tx) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId } })
    const unlinked = await tx.identity.deleteMany({ where: { userId, provider } })
    if (unlinked.count === 0) throw notFound('linked provider')
    if (user.passwordHash === null && !ctx.mailer.isSet) {
      throw conflict(
        'only_way_in',
        `You have no password, and this instance sends no mails: without ${methodWords(provider)} you could not sign in any more. Choose a password first; nothing was changed.`,
      )
    }
    await recordForPerson(tx, { userId, ip }, { action: 'account.identity_unlink', before: { provider } })
  })
}
