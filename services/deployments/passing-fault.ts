import { DeploymentStepError } from '@/core/deployments/failures'
import { EngineError } from '@/core/ports/containers'
import { TrafficError } from '@/core/ports/traffic'

/** True when a host's engine or proxies did not answer, which they may do again in a moment. */
export const isHostAway = (error: unknown): boolean => {
  const known = [DeploymentStepError, EngineError, TrafficError].some((kind) => error instanceof kind)
  return known && error instanceof Error && 'code' in error && away.includes(String(error.code))
}

const away = ['host_unreachable', 'proxy_unavailable']
