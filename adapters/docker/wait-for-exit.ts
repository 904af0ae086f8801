import type Dockerode from 'dockerode'
import { z } from 'zod'
import { EngineError } from '@/core/ports/containers'
import { ownContainer } from './containers'
import { asking } from './errors'

const endedSchema = z.object({ StatusCode: z.int() })

/**
 * The exit code of one of our containers, as soon as it has ended. Throws what the signal aborts with, and EngineError,
 * also where the engine goes away while it is waited for.
 */
export const waitForExit = async (
  docker: Dockerode,
  instanceId: string,
  name: string,
  signal?: AbortSignal,
): Promise<number> => {
  const state = await ownContainer(docker, instanceId, name)
  if (!state) throw new EngineError('engine_error', `the container ${name} is gone`)
  signal?.throwIfAborted()
  try {
    const answer: unknown = await asking(() =>
      docker.getContainer(state.id).wait(signal ? { abortSignal: signal } : {}),
    )
    return endedSchema.parse(answer).StatusCode
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}
