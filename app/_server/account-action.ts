import { headers } from 'next/headers'
import { networkOf } from '@/core/access/sign-in-limits'
import type { ActionResult } from '@/core/action-result'
import { describeError } from '@/core/describe-error'
import { GaplessError } from '@/core/errors'
import { refusalOf } from '@/core/forms/answer'
import { instanceParts } from '@/runtime'
import type { AccountCaller } from '@/services/account/account-context'
import { clientIp } from './client-ip'
import { problemOf } from './problem'
import { assertNotTooQuick } from './rate-limit'
import { requireAccount } from './session'

type Parts = ReturnType<typeof instanceParts>

/** The edge of an action about one's own account: it needs a person, and no team. */
export const runAccountAction = async <Data>(
  work: (ctx: Parts, caller: AccountCaller) => Promise<Data>,
): Promise<ActionResult<Data>> => {
  const caller = await requireAccount()
  return answered(async (ctx) => {
    await assertNotTooQuick('user', caller.userId)
    return work(ctx, caller)
  })
}

/** The edge of an action for whoever is not signed in yet. `ip`: where the request comes from. */
export const runPublicAction = async <Data>(
  work: (ctx: Parts, ip: string) => Promise<Data>,
): Promise<ActionResult<Data>> => {
  const ip = clientIp(await headers()) ?? 'unknown'
  return answered(async (ctx) => {
    // Apart from wrong credentials: a program of the same network that has an old token keeps nobody from signing in.
    await assertNotTooQuick('address', `actions:${networkOf(ip)}`)
    return work(ctx, ip)
  })
}

const answered = async <Data>(work: (ctx: Parts) => Promise<Data>): Promise<ActionResult<Data>> => {
  const parts = instanceParts()
  try {
    return { ok: true, data: await work(parts) }
  } catch (error) {
    if (error instanceof GaplessError) return refusalOf(problemOf(error))
    parts.log.error({ error: describeError(error) }, 'an action failed')
    return {
      ok: false,
      message: 'Gapless itself failed, and nothing was changed. The web log of this instance says why.',
      fields: [],
    }
  }
}
