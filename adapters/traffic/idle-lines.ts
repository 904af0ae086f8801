import type Dockerode from 'dockerode'
import type { Line } from './line'

interface Idle {
  line: Line
  timer: NodeJS.Timeout
}

/**
 * Lines that nobody uses at the moment. Opening one costs the host 60-90 ms of processor time, and the next is wanted
 * soon: when a deployment drains, and when someone goes back after a look at what is live.
 */
export class IdleLines {
  readonly #keptMs: number
  readonly #idle = new WeakMap<Dockerode, Map<string, Idle[]>>()

  constructor(keptMs: number) {
    this.#keptMs = keptMs
  }

  /** One to this start of a proxy, if there is one. It may have broken without a sign. */
  take(docker: Dockerode, process: string): Line | null {
    const idle = this.#of(docker, process)
    for (let one = idle.pop(); one; one = idle.pop()) {
      clearTimeout(one.timer)
      if (one.line.isOpen) return one.line
    }
    return null
  }

  /** Keeps it for the next, or closes it. */
  give(docker: Dockerode, process: string, line: Line): void {
    if (!line.isQuiet) {
      line.close()
      return
    }
    const idle = this.#of(docker, process)
    const one: Idle = {
      line,
      timer: setTimeout(() => {
        idle.splice(idle.indexOf(one), 1)
        line.close()
      }, this.#keptMs).unref(),
    }
    idle.push(one)
  }

  #of(docker: Dockerode, process: string): Idle[] {
    const known = this.#idle.get(docker) ?? new Map<string, Idle[]>()
    this.#idle.set(docker, known)
    const idle = known.get(process) ?? []
    // Of a proxy's earlier starts no line is left.
    const container = process.split('@')[0] ?? ''
    for (const other of known.keys()) if (other !== process && other.startsWith(container)) known.delete(other)
    known.set(process, idle)
    return idle
  }
}
