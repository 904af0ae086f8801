import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import type Dockerode from 'dockerode'
import { z } from 'zod'
import { EngineError } from '@/core/ports/containers'
import { asking, engineError } from './errors'

const eventSchema = z.looseObject({
  Action: z.string(),
  Actor: z.looseObject({ Attributes: z.record(z.string(), z.string()) }),
})

/**
 * Ends, OOM kills and starts of this instance's containers, until the signal aborts. Throws EngineError when the engine
 * ends or the connection breaks: events may have been missed then.
 */
export async function* watchContainers(
  docker: Dockerode,
  instanceId: string,
  signal: AbortSignal,
): AsyncIterable<{ name: string; event: 'die' | 'oom' | 'start' }> {
  if (signal.aborted) return
  const filters = JSON.stringify({
    type: ['container'],
    event: ['die', 'oom', 'start'],
    label: [`gapless.instance=${instanceId}`],
  })
  const stream = (await asking(() => docker.getEvents({ filters }))) as Readable
  const stop = () => stream.destroy()
  signal.addEventListener('abort', stop, { once: true })
  try {
    if (signal.aborted) return
    for await (const line of linesOf(stream)) {
      const event = eventSchema.parse(JSON.parse(line))
      const name = event.Actor.Attributes.name
      if (name && (event.Action === 'die' || event.Action === 'oom' || event.Action === 'start')) {
        yield { name, event: event.Action }
      }
    }
    throw new EngineError('host_unreachable', 'the engine ended its stream of events')
  } catch (error) {
    if (!signal.aborted) throw engineError(error)
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}

/** Not readline's: that never ends when its input is destroyed or breaks off. */
async function* linesOf(stream: Readable): AsyncIterable<string> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of stream) {
    const lines = (rest + decoder.write(chunk)).split('\n')
    rest = lines.pop() ?? ''
    yield* lines.filter((line) => line !== '')
  }
}
