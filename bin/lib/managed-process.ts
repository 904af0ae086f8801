import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { home } from './home'
import { type ProcessName, startTime } from './processes'

/** How to run one of our long-lived processes. */
export interface ProcessSpec {
  name: ProcessName
  command: string
  args: readonly string[]
  cwd: string
  env: Record<string, string>
  /** Another user to run it as. */
  user?: { uid: number; gid: number }
  stopSignal: NodeJS.Signals
  /** How long it may take to stop, before it is killed. */
  graceMs: number
}

/** A database or Redis of ours. */
export interface DataService {
  process: ProcessSpec
  /** With the password. */
  url: string
  /** Resolves once it answers. */
  ready(): Promise<void>
}

export interface RunningProcess {
  child: ChildProcess
  pid: number
  startedAt: string
  /** Resolves when it has ended. */
  ended: Promise<string>
}

export function logFile(name: ProcessName): string {
  return join(home.logs, `${name}.log`)
}

/**
 * Starts the process in a session of its own, so that Ctrl-C reaches only us and we stop things in order, and with its
 * output going straight to its log, so that it can go on writing when we are killed.
 */
export async function startProcess(spec: ProcessSpec): Promise<RunningProcess> {
  const log = openSync(logFile(spec.name), 'a', 0o600)
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: { ...spec.env, NODE_ENV: 'production' },
    detached: true,
    stdio: ['ignore', log, log],
    ...spec.user,
  })
  closeSync(log)
  const ended = new Promise<string>((resolve) => {
    child.on('exit', (code, signal) => resolve(signal ? `killed by ${signal}` : `exit code ${code}`))
    child.on('error', (error) => resolve(error.message))
  })
  if (child.pid === undefined) throw new Error(`${spec.command} did not start: ${await ended}`)
  return { child, pid: child.pid, startedAt: startTime(child.pid) ?? '', ended }
}
