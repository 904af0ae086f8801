import { setTimeout as wait } from 'node:timers/promises'
import { TrafficError, type TrafficErrorCode } from '@/core/ports/traffic'
import { complaints, isThere, readInfo, readStat, readWorkers, type Workers } from './answers'
import { inLines } from './commands'
import type { IdleLines } from './idle-lines'
import { Line } from './line'
import { inspectOwned, type Site, startContainer, unavailable } from './owned'
import { backendName, sides } from './structure'

const requestTimeoutMs = 30_000
/** A line that was idle may be gone without a sign; that is not waited for long. */
const stillThereMs = 2000
const returnTimeoutMs = 15_000
const pollMs = 20

/** Trying again does not help. */
const isFinal: ReadonlySet<TrafficErrorCode> = new Set(['fenced', 'engine_taken'])

class ProxyMissing extends TrafficError {}

/** Whose fence a write is checked against. */
export interface Writer {
  key: number
  fence: number
}

/** Commands, and the name of what they change. */
export interface Change {
  subject: string
  commands: readonly string[]
  /** Where a filled server points: one that was stored and serves again must not be filled a second time. */
  filled?: { server: string; address: string }
  /** What is sent now, where it is less than `commands`: something of it is there already. */
  now?: readonly string[]
}

/**
 * Our end of the line to one proxy. When the proxy restarts meanwhile, the line is opened again and what this session
 * had set is set again: a restarted proxy knows only what was stored.
 */
export class ProxyEnd {
  readonly name: string
  readonly #site: Site
  readonly #writer: Writer
  readonly #idle: IdleLines
  /** By what they change, the last changes. */
  readonly #changes = new Map<string, Change>()
  #line: Promise<Line> | null = null
  #process = ''
  #closed = false

  constructor(site: Site, name: string, writer: Writer, idle: IdleLines) {
    this.#site = site
    this.#idle = idle
    this.name = name
    this.#writer = writer
  }

  /** Opens the line, starting the container if it does not run. */
  async connect(): Promise<void> {
    await this.#open()
  }

  /** Container and start: changes when the proxy restarts. */
  get process(): string {
    return this.#process
  }

  /** Asks the serving worker; commands are separated by `;`. */
  async read(commands: string): Promise<string> {
    return this.#ask(`r ${commands}`)
  }

  async workers(): Promise<Workers> {
    return readWorkers(await this.#ask('m show proc'))
  }

  /** Asks one worker; null when it has ended. */
  async readWorker(pid: number, commands: readonly string[]): Promise<string | null> {
    const answer = await this.#ask(`m ${commands.map((command) => `@!${pid} ${command}`).join(';')}`)
    return answer.includes("Can't find the target PID") ? null : answer
  }

  /** Fenced; answers what the proxy said. Nothing of it is remembered. Lines after the first are a payload. */
  async writeOnce(commands: string): Promise<string> {
    return this.#ask(this.#fenced('w', commands.replaceAll('\n', '\t')))
  }

  /**
   * Fenced; puts a certificate into the running proxy, or another in its place, in one step. It is not remembered: it is
   * stored, or found missing and put there again. Throws if the proxy refuses it.
   */
  async loadCertificate(file: string, pem: string): Promise<void> {
    await this.#ask(this.#fenced('t', `${file} ${pem.replaceAll('\n', '\t')}`))
  }

  /** Fenced; throws if the proxy objects. Remembered, so that a restarted proxy gets it again. */
  async change(changes: readonly Change[]): Promise<void> {
    await this.#apply(changes.flatMap((change) => change.now ?? change.commands))
    for (const change of changes) {
      // A drain or ready that came before is undone by what replaces the slot's content.
      for (const known of [change.subject, `${change.subject} state`]) this.#changes.delete(known)
      this.#changes.set(change.subject, change)
    }
  }

  async store(generation: number, line: string): Promise<void> {
    await this.#ask(this.#fenced('s', `${generation} ${line}`))
  }

  /** Loads what is stored and resolves once the new worker serves; else `configuration_refused`, and the old stays. */
  async reload(): Promise<void> {
    const before = await this.workers()
    await this.#ask(this.#fenced('l', ''))
    const deadline = Date.now() + requestTimeoutMs
    while (Date.now() < deadline) {
      const { current, old, failedReloads } = await this.#workersWhileReloading(before)
      if (failedReloads > before.failedReloads) break
      const replaced = current !== null && current !== before.current && !old.includes(current)
      if (replaced && (before.current === null || (await this.#hasStoppedListening(before.current)))) return
      await wait(pollMs)
    }
    await this.#ask(this.#fenced('u', ''))
    throw new TrafficError(
      'configuration_refused',
      `${this.name} did not take its new configuration and goes on with the old one.`,
    )
  }

  close(): void {
    this.#closed = true
    this.#line?.then(
      (line) => this.#idle.give(this.#site.docker, this.#process, line),
      () => {},
    )
  }

  #fenced(verb: string, rest: string): string {
    return `${verb} ${this.#writer.key} ${this.#writer.fence} ${rest}`
  }

  async #workersWhileReloading(before: Workers): Promise<Workers> {
    try {
      return await this.workers()
    } catch (error) {
      // The master answers nothing while it executes itself again.
      if (error instanceof TrafficError && error.code === 'proxy_unavailable') return before
      throw error
    }
  }

  /** For some milliseconds both workers take new connections. */
  async #hasStoppedListening(pid: number): Promise<boolean> {
    const info = await this.readWorker(pid, ['show info'])
    return info === null || readInfo(info, 'Stopping') > 0
  }

  async #apply(commands: readonly string[]): Promise<void> {
    const answers = await Promise.all(inLines(commands).map((line) => this.#ask(this.#fenced('w', line))))
    const objections = answers.flatMap(complaints)
    if (objections.length > 0) {
      throw new TrafficError(
        'proxy_unavailable',
        `${this.name} refused a change: ${objections.join(' ').slice(0, 300)}`,
      )
    }
  }

  async #ask(request: string): Promise<string> {
    const line = await this.#open()
    try {
      return await this.#asked(line, request)
    } catch (error) {
      // Requests can be repeated: they set, they never add up.
      if (this.#closed || line.isOpen) throw error
      const again = await this.#open()
      return await this.#asked(again, request)
    }
  }

  #accept(answer: { outcome: string; text: string }): string {
    if (answer.outcome === 'ok') return answer.text
    if (answer.outcome === 'fenced') {
      throw new TrafficError('fenced', 'Another worker has taken over this app; nothing was changed.')
    }
    const said = answer.text.slice(-600)
    if (answer.outcome === 'refused') {
      throw new TrafficError('configuration_refused', `${this.name} refused the configuration: ${said}`)
    }
    throw new TrafficError('proxy_unavailable', `${this.name} did not carry out a request: ${said}`)
  }

  async #open(): Promise<Line> {
    if (this.#closed) throw new TrafficError('proxy_unavailable', 'The session is closed.')
    const known = this.#line
    const line = await known?.catch(() => null)
    if (line?.isOpen) return line
    // Of several requests that met the broken line only the first opens a new one.
    if (this.#line === known || this.#line === null) this.#line = this.#reopen()
    return this.#line
  }

  async #reopen(): Promise<Line> {
    const deadline = Date.now() + returnTimeoutMs
    for (;;) {
      try {
        return await this.#openOnce()
      } catch (error) {
        const hopeless = error instanceof ProxyMissing || (error instanceof TrafficError && isFinal.has(error.code))
        if (hopeless || this.#closed || Date.now() > deadline) throw error
        await wait(pollMs * 5)
      }
    }
  }

  async #openOnce(): Promise<Line> {
    const found = await inspectOwned(this.#site, this.name)
    if (!found) throw new ProxyMissing('proxy_unavailable', `The proxy ${this.name} does not exist on this host.`)
    if (!found.State.Running) await startContainer(this.#site.docker, found.Id)
    const { State } = found.State.Running ? found : await this.#site.docker.getContainer(found.Id).inspect()
    const process = `${found.Id.slice(0, 12)}@${State.StartedAt}`
    const line = (await this.#idleLine(process)) ?? (await this.#newLine(found.Id))
    if (this.#process !== '' && this.#process !== process) await closedUnless(line, this.#restore(line))
    // Not before: one that cannot take it yet is given it at the next try.
    this.#process = process
    return line
  }

  async #idleLine(process: string): Promise<Line | null> {
    for (
      let line = this.#idle.take(this.#site.docker, process);
      line;
      line = this.#idle.take(this.#site.docker, process)
    ) {
      const answers = await line.request('r show info', stillThereMs).catch(() => null)
      if (answers?.outcome === 'ok') return line
      line.close()
    }
    return null
  }

  async #newLine(containerId: string): Promise<Line> {
    const line = await Line.open(this.#site.docker, containerId).catch((error: unknown) => {
      throw unavailable(`${this.name} could not be reached`, error)
    })
    await closedUnless(line, this.#asked(line, 'r show info'))
    return line
  }

  async #asked(line: Line, request: string): Promise<string> {
    return this.#accept(await line.request(request, requestTimeoutMs))
  }

  async #restore(line: Line): Promise<void> {
    const shown = sides.map((side) => `show stat ${backendName(this.#writer.key, side)} 4 -1`).join(';')
    const rows = readStat(await this.#asked(line, `r ${shown}`))
    const lost = [...this.#changes.values()].filter(({ filled }) => !filled || !isThere(rows, filled))
    for (const commands of inLines(lost.flatMap((change) => change.commands))) {
      await this.#asked(line, this.#fenced('w', commands))
    }
  }
}

/** Nobody else has a line that is given up before anyone has it: a proxy that starts is tried many times a second. */
const closedUnless = async (line: Line, isReady: Promise<unknown>): Promise<void> => {
  try {
    await isReady
  } catch (error) {
    line.close()
    throw error
  }
}
