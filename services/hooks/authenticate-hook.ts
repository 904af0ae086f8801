import type { Actor } from '@/core/access/actor'
import { roleAtLeast } from '@/core/access/policy'
import { GaplessError } from '@/core/errors'
import { toleranceSeconds } from '@/core/hooks/schema'
import type { SignedDelivery } from '@/core/hooks/signed-delivery'
import { sealContexts } from '@/core/secrets/seal-contexts'
import type { DeployHook } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'
import { rightsOfMaker } from '@/services/tokens/rights-of-maker'
import { isSignedWith } from './verify-signature'

/** What a delivery for no hook is held against, so that it takes as long to refuse. */
const nobodysSecret = `whsec_${'A'.repeat(43)}=`

/**
 * Says for whom a delivery deploys: the hook itself, for its app and nothing else, while whoever made it may still deploy
 * that app. Throws unauthenticated for a hook that is unknown and a signature that is wrong or too old, without saying
 * which.
 */
export const authenticateHook = async (
  ctx: Pick<InstanceContext, 'instanceDb' | 'clock' | 'vault'>,
  input: { hookId: string; delivery: SignedDelivery | null; ip: string | null },
): Promise<Actor> => {
  const row = await ctx.instanceDb.deployHook.findUnique({
    where: { id: input.hookId },
    include: { app: { select: { deletedAt: true } } },
  })
  const secret = row ? ctx.vault.open(row.secretSealed, sealContexts.hookSecret(row.id)) : nobodysSecret
  const isRight = input.delivery !== null && (await isSignedWith(secret, input.delivery))
  if (!row || !isRight || row.app.deletedAt !== null || !isOfNow(ctx.clock.now(), input.delivery)) throw refused()
  if (!(await mayStillDeploy(ctx, row))) throw refused()
  return {
    type: 'hook',
    id: row.id,
    name: row.name,
    teamId: row.teamId,
    role: 'developer',
    isOperator: false,
    appIds: [row.appId],
    ip: input.ip,
  }
}

const refused = (): GaplessError =>
  new GaplessError(
    'unauthenticated',
    'invalid_signature',
    'There is no such deploy hook, or the signature is missing, wrong or older than five minutes.',
  )

const isOfNow = (now: Date, delivery: SignedDelivery | null): boolean =>
  delivery !== null && (delivery.at === null || Math.abs(now.getTime() / 1000 - delivery.at) <= toleranceSeconds)

const mayStillDeploy = async (
  ctx: Pick<InstanceContext, 'instanceDb' | 'clock'>,
  hook: DeployHook,
): Promise<boolean> => {
  const maker = await rightsOfMaker(ctx, hook)
  if (!maker || !roleAtLeast(maker.role, 'developer')) return false
  return maker.appIds?.includes(hook.appId) ?? true
}
