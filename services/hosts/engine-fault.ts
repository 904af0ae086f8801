import { GaplessError } from '@/core/errors'
import { EngineError } from '@/core/ports/containers'

/** What an engine could not do, for whoever asked directly; anything else passes through. */
export const engineFault = (error: unknown, hostName: string): unknown =>
  error instanceof EngineError
    ? new GaplessError('unavailable', error.code, `Host ${hostName}: ${error.message}`, { cause: error })
    : error
