import { PassThrough } from 'node:stream'
import type Dockerode from 'dockerode'
import { TrafficError } from '@/core/ports/traffic'

export interface Answer {
  outcome: string
  text: string
}

interface Waiting {
  resolve(answer: Answer): void
  reject(error: TrafficError): void
}

/** An open exec of the proxy's session script. Requests may be sent without awaiting the ones before. */
export class Line {
  readonly #stream: NodeJS.ReadWriteStream
  readonly #waiting = new Map<number, Waiting>()
  #received: Buffer = Buffer.alloc(0)
  #lastId = 0
  #broken: TrafficError | null = null

  private constructor(docker: Dockerode, stream: NodeJS.ReadWriteStream) {
    this.#stream = stream
    const output = new PassThrough()
    const errors = new PassThrough()
    errors.resume()
    docker.modem.demuxStream(stream, output, errors)
    output.on('data', (chunk: Buffer) => this.#receive(chunk))
    stream.on('error', (error: Error) => this.#break(error.message))
    stream.on('end', () => this.#break('it was closed'))
    stream.on('close', () => this.#break('it was closed'))
  }

  /** Throws what Docker throws. */
  static async open(docker: Dockerode, containerId: string): Promise<Line> {
    const exec = await docker.getContainer(containerId).exec({
      Cmd: ['gapless-session'],
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      Tty: false,
    })
    return new Line(docker, await exec.start({ hijack: true, stdin: true }))
  }

  get isOpen(): boolean {
    return this.#broken === null
  }

  /** Open, and nothing is awaited. */
  get isQuiet(): boolean {
    return this.isOpen && this.#waiting.size === 0
  }

  /** Sends one request; rejects with `proxy_unavailable` if the line breaks or nothing comes within `timeoutMs`. */
  async request(request: string, timeoutMs: number): Promise<Answer> {
    if (this.#broken) throw this.#broken
    const id = ++this.#lastId
    let timer: NodeJS.Timeout | undefined
    try {
      return await new Promise<Answer>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject })
        timer = setTimeout(() => this.#break(`it gave no answer within ${timeoutMs / 1000} s`), timeoutMs)
        this.#stream.write(`${id} ${request}\n`)
      })
    } finally {
      clearTimeout(timer)
    }
  }

  /** Ends the script by ending its input. */
  close(): void {
    this.#stream.end()
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk])
    for (;;) {
      const headEnd = this.#received.indexOf('\n')
      if (headEnd < 0) return
      const [id, outcome = '', length] = this.#received.toString('latin1', 0, headEnd).split(' ')
      const end = headEnd + 1 + Number(length)
      if (Number.isNaN(end)) this.#break('it sent something that is no answer')
      if (!(this.#received.length > end)) return
      const text = this.#received.toString('utf8', headEnd + 1, end)
      this.#received = this.#received.subarray(end + 1)
      const waiting = this.#waiting.get(Number(id))
      this.#waiting.delete(Number(id))
      waiting?.resolve({ outcome, text })
    }
  }

  #break(why: string): void {
    this.#broken ??= new TrafficError('proxy_unavailable', `The line to the proxy broke: ${why}.`)
    for (const { reject } of this.#waiting.values()) reject(this.#broken)
    this.#waiting.clear()
    this.close()
  }
}
