import type { Refusal } from '../action-result'
import type { Problem } from '../api/common'

/**
 * A problem as a form shows it, whether it came over HTTP or from an action: where the fields say what is wrong, the
 * form as a whole need not repeat it.
 */
export const refusalOf = ({ status, detail, errors }: Pick<Problem, 'status' | 'detail' | 'errors'>): Refusal => ({
  ok: false,
  message: status === 422 && errors.length > 1 ? `${errors.length} fields need other values.` : detail,
  fields: errors,
})

/** What a form says when nothing answers: what was typed is never lost by that. */
export const unanswered: Refusal = {
  ok: false,
  message: 'No answer came from Gapless, so this may not be saved. What you typed is still here; try again.',
  fields: [],
}
