import type { ActionResult } from '@/core/action-result'
import { describeError } from '@/core/describe-error'
import { GaplessError } from '@/core/errors'
import { refusalOf } from '@/core/forms/answer'
import type { Context } from '@/services/context'
import { problemOf } from './problem'
import { assertNotTooQuick } from './rate-limit'
import { requireContext } from './session'

/**
 * The edge of every server action: who acts, then the service, then its result or error in the form that a form shows.
 * What is not ours is logged and tells the caller nothing.
 */
export const runAction = async <Data>(work: (ctx: Context) => Promise<Data>): Promise<ActionResult<Data>> => {
  const ctx = await requireContext()
  try {
    await assertNotTooQuick('user', ctx.actor.id)
    return { ok: true, data: await work(ctx) }
  } catch (error) {
    if (error instanceof GaplessError) return refusalOf(problemOf(error))
    ctx.log.error({ error: describeError(error) }, 'an action failed')
    return {
      ok: false,
      message: 'Gapless itself failed, and nothing was changed. The web log of this instance says why.',
      fields: [],
    }
  }
}
