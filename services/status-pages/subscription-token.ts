import type { StatusSubscriber } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { sha256 } from '@/services/digest'
import type { PublicContext } from './public-context'

/**
 * What the links in a subscriber's mails carry. It can be made again for each mail, by this instance only, and is kept
 * as a digest: the database holds nothing that could be used.
 */
export const subscriptionToken = ({ signer }: Pick<Context, 'signer'>, subscriberId: string): string =>
  signer.sign('status subscription', subscriberId)

export const tokenHashOf = (token: string): Promise<string> => sha256(token)

/** Whose token it is; null for any other text. */
export const findSubscriber = async (
  { instanceDb }: Pick<PublicContext, 'instanceDb'>,
  token: string,
): Promise<(StatusSubscriber & { page: { title: string; slug: string; enabled: boolean } }) | null> => {
  if (!/^[A-Za-z0-9_-]{20,100}$/.test(token)) return null
  return instanceDb.statusSubscriber.findUnique({
    where: { tokenHash: await tokenHashOf(token) },
    include: { page: { select: { title: true, slug: true, enabled: true } } },
  })
}
