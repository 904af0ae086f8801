import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type Dockerode from 'dockerode'
import { z } from 'zod'
import { asking } from './errors'

const eventSchema = z.looseObject({
  Action: z.string(),
  Actor: z.looseObject({ Attributes: z.record(z.string(), z.string()) }),
})

/** Ends, OOM kills and starts of this instance's containers, until the signal aborts or the engine hangs up. */
export async function* watchContainers(
  docker: Dockerode,
  instanceId: string,
  signal: AbortSignal,
): AsyncIterable<{ name: string; event: 'die' | 'oom' | 'start' }> {
  const filters = JSON.stringify({
    type: ['container'],
    event: ['die', 'oom', 'start'],
    label: [`gapless.instance=${instanceId}`],
  })
  const stream = (await asking(() => docker.getEvents({ filters }))) as Readable
  const stop = () => stream.destroy()
  signal.addEventListener('abort', stop, { once: true })
  try {
    for await (const line of createInterface({ input: stream })) {
      const event = eventSchema.parse(JSON.parse(line))
      const name = event.Actor.Attributes.name
      if (name && (event.Action === 'die' || event.Action === 'oom' || event.Action === 'start')) {
        yield { name, event: event.Action }
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}
