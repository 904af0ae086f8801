import type Dockerode from 'dockerode'
import { z } from 'zod'
import { ImageBuildError } from './errors'

const eventSchema = z.object({
  stream: z.string().optional(),
  status: z.string().optional(),
  id: z.string().optional(),
  error: z.string().optional(),
  aux: z.object({ ID: z.string().optional() }).optional(),
})

export type OnProgress = (message: string) => void

/** Gives up when nothing was heard for `ms`: an engine without a network can wait very long for its answer. */
export class Patience {
  readonly #controller = new AbortController()
  readonly #ms: number
  #timer: NodeJS.Timeout

  constructor(ms: number) {
    this.#ms = ms
    this.#timer = this.#start()
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  heard(): void {
    this.end()
    this.#timer = this.#start()
  }

  end(): void {
    clearTimeout(this.#timer)
  }

  #start(): NodeJS.Timeout {
    return setTimeout(() => this.#controller.abort(), this.#ms)
  }
}

/** Reads the engine's progress to its end; returns the id of the image built, if it named one. Throws what it says. */
export async function followProgress(
  docker: Dockerode,
  stream: NodeJS.ReadableStream,
  onProgress: OnProgress,
): Promise<string | null> {
  let imageId: string | null = null
  let failure: string | null = null
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(
      stream,
      (error) => (error ? reject(error) : resolve()),
      (value: unknown) => {
        const event = eventSchema.safeParse(value).data
        imageId = event?.aux?.ID ?? imageId
        failure = event?.error ?? failure
        const said = (event?.stream ?? event?.status ?? '').trim()
        if (said !== '') onProgress(event?.id ? `${event.id}: ${said}` : said)
      },
    )
  }).catch((error: unknown) => {
    failure ??= error instanceof Error ? error.message : String(error)
  })
  if (failure !== null) throw new ImageBuildError(failure)
  return imageId
}
