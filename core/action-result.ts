import type { FieldError } from './errors'

/** What a form's action answers: its result, or what was wrong in sentences for people. */
export type ActionResult<Data> = { ok: true; data: Data } | Refusal

export interface Refusal {
  ok: false
  message: string
  fields: readonly FieldError[]
}
