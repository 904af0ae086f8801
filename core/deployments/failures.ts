import { type FailureFacts, failureTexts } from './failure-texts'

export type FailureCode = keyof typeof failureTexts

/** A failure in three sentences: what happened, what it meant for users, what to do next. */
export interface FailureExplanation {
  what: string
  meaning: string
  next: string
}

/** `serving` is the release that answers now, null if none does. */
export const explainFailure = (
  code: FailureCode,
  facts: FailureFacts,
  hasMovedTraffic: boolean,
  serving: number | null,
): FailureExplanation => {
  const text = failureTexts[code]
  return {
    what: text.what(facts),
    meaning: text.meaning({ movedTraffic: hasMovedTraffic, serving }, facts),
    next: text.next,
  }
}

/** The three sentences as one message. */
export const failureMessage = (...failure: Parameters<typeof explainFailure>): string => {
  const { what, meaning, next } = explainFailure(...failure)
  return `${what} ${meaning} ${next}`
}

/** Thrown by a step; the recipe turns it into the deployment's end. */
export class DeploymentStepError extends Error {
  readonly code: FailureCode
  readonly facts: FailureFacts
  readonly logs: readonly string[]
  constructor(code: FailureCode, facts: FailureFacts = {}, options: ErrorOptions & { logs?: readonly string[] } = {}) {
    super(code, options)
    this.name = 'DeploymentStepError'
    this.code = code
    this.facts = facts
    this.logs = options.logs ?? []
  }
}
