import { DeploymentStepError, type FailureCode } from '../deployments/failures'
import type { SlotHealth } from '../ports/traffic'

interface CheckFacts {
  path: string
  port: number
  seconds: number
}

/** HAProxy's name of a check's outcome as a failure code; names as in its management guide, section "show stat". */
const codeOf = (health: SlotHealth): FailureCode => {
  if (health.httpStatus !== null && health.httpStatus >= 300 && health.httpStatus < 400) return 'health_redirected'
  if (health.check.startsWith('L7STS') || health.check.startsWith('L7OKC')) return 'health_wrong_status'
  if (health.check.startsWith('L7TOUT')) return 'health_too_slow'
  if (health.check.startsWith('L7RSP')) return 'health_invalid_answer'
  return health.httpStatus !== null ? 'health_wrong_status' : 'port_never_opened'
}

/** Why replicas never became healthy, from their last checks. The farthest that any got says most. */
export const unhealthyFailure = (
  healths: readonly SlotHealth[],
  facts: CheckFacts,
  logs: readonly string[],
): DeploymentStepError => {
  const order: FailureCode[] = ['health_redirected', 'health_wrong_status', 'health_too_slow', 'health_invalid_answer']
  const worst = [...healths]
    .filter((health) => health.status !== 'up')
    .sort((one, other) => rank(order, codeOf(one)) - rank(order, codeOf(other)))[0]
  const code = worst ? codeOf(worst) : 'port_never_opened'
  return new DeploymentStepError(code, { ...facts, httpStatus: worst?.httpStatus ?? null }, { logs })
}

const rank = (order: readonly FailureCode[], code: FailureCode): number => {
  const index = order.indexOf(code)
  return index === -1 ? order.length : index
}

/** The last check in words, for a failure after the shift. */
export const checkInWords = (health: SlotHealth): string => {
  if (health.httpStatus !== null) return `last answer: ${health.httpStatus}`
  if (health.check.startsWith('L7STS')) return 'another answer than 200'
  if (health.check.startsWith('L7TOUT')) return 'no answer in time'
  if (health.check.startsWith('L4')) return 'connection refused'
  if (health.check === 'INI' || health.check === '') return 'no check has answered yet'
  return `last check: ${health.check}`
}
