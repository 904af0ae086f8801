import type { HostTarget } from '@/core/ports/host-target'
import type { TrafficSession } from '@/core/ports/traffic'
import { answeredWithin, answeringWithin } from '@/services/answered-within'
import type { InstanceContext } from '@/services/context'

/** A host that answers nothing must not hold up what is to be done on others. */
const openWithinMs = 20_000
/** A proxy that restarts is waited for, and takes its time for what it is asked. */
const answerWithinMs = 60_000

/**
 * The line to an app's proxies on a host, for a job that nobody watches: each answer has to come in time, or else it would
 * hang for ever and no other be begun in its place. Throws TrafficError and EngineError.
 */
export const openTraffic = async (
  ctx: Pick<InstanceContext, 'clock' | 'traffic'>,
  target: HostTarget,
  key: number,
  fence: number,
): Promise<TrafficSession> => {
  const opening = ctx.traffic.open(target, key, fence)
  try {
    const session = await answeredWithin(ctx.clock, openWithinMs, () => opening)
    return answeringWithin(ctx.clock, answerWithinMs, session)
  } catch (error) {
    // One that opens after all has nobody to use it.
    void opening.then((late) => late.close()).catch(() => undefined)
    throw error
  }
}
