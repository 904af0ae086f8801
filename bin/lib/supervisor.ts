import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from './fault'
import { home } from './home'
import { logFile, type ProcessSpec, type RunningProcess, startProcess } from './managed-process'
import type { ProcessName } from './processes'
import { stopProcess } from './processes'
import { say } from './progress'

const FIRST_DELAY_MS = 100
/** With the time to start a process this stays below the promised 2 s. */
const LONGEST_DELAY_MS = 1_500
/** After running this long a death counts as a first one again. */
const STEADY_MS = 10_000

interface Entry {
  spec: ProcessSpec
  running: RunningProcess | null
  delayMs: number
  restart: NodeJS.Timeout | null
}

/** Runs our processes, starts again those that die, and stops them in the reverse order of their start. */
export class Supervisor {
  private readonly entries = new Map<ProcessName, Entry>()
  private stopping = false

  /** Starts the process and resolves when `ready` does; throws a {@link Fault} if it ends before that. */
  async start(spec: ProcessSpec, ready: () => Promise<void>): Promise<void> {
    const entry: Entry = { spec, running: null, delayMs: FIRST_DELAY_MS, restart: null }
    this.entries.set(spec.name, entry)
    const running = await this.launch(entry)
    const died = running.ended.then((how) => {
      throw new Fault(`${spec.name} ended while starting (${how}); see ${logFile(spec.name)}.`)
    })
    await Promise.race([ready(), died])
  }

  /** Stops everything, last started first, each within its grace. */
  async stop(): Promise<void> {
    this.stopping = true
    for (const entry of [...this.entries.values()].reverse()) {
      if (entry.restart) clearTimeout(entry.restart)
      if (entry.running) await stopProcess(entry.running, entry.spec.stopSignal, entry.spec.graceMs)
      rmSync(pidFile(entry.spec.name), { force: true })
    }
  }

  private async launch(entry: Entry): Promise<RunningProcess> {
    const started = performance.now()
    const running = await startProcess(entry.spec)
    entry.running = running
    writeFileSync(pidFile(entry.spec.name), `${running.pid}\n`)
    running.ended.then((how) => {
      entry.running = null
      if (this.stopping) return
      if (performance.now() - started > STEADY_MS) entry.delayMs = FIRST_DELAY_MS
      say(`${entry.spec.name} ended (${how}); starting it again. Its log: ${logFile(entry.spec.name)}`)
      this.launchLater(entry)
    })
    return running
  }

  private launchLater(entry: Entry): void {
    entry.restart = setTimeout(() => {
      entry.restart = null
      this.launch(entry).catch((error: unknown) => {
        say(`${entry.spec.name} could not be started: ${String(error)}`)
        if (!this.stopping) this.launchLater(entry)
      })
    }, entry.delayMs)
    entry.delayMs = Math.min(entry.delayMs * 2, LONGEST_DELAY_MS)
  }
}

function pidFile(name: ProcessName): string {
  return join(home.run, `${name}.pid`)
}
