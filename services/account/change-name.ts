import { personSchema } from '@/core/members/schema'
import { parseValues } from '@/core/validation'
import type { AccountCaller, AccountContext } from './account-context'
import { recordForPerson } from './record-for-person'

/** Another name for a person, as others see it from now on; what they did before keeps the old one. Throws invalid. */
export const changeName = async (
  ctx: Pick<AccountContext, 'instanceDb'>,
  { userId, ip, input }: AccountCaller & { input: unknown },
): Promise<void> => {
  const { name } = parseValues(personSchema, input)
  await ctx.instanceDb.$transaction(async (tx) => {
    const before = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { name: true } })
    if (before.name === name) return
    await tx.user.update({ where: { id: userId }, data: { name } })
    await recordForPerson(tx, { userId, ip }, { action: 'account.name_change', before, after: { name } })
  })
}
