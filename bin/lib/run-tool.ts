import { spawn } from 'node:child_process'
import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from './fault'
import { home, project } from './home'

const KEPT_LINES = 20

export interface Tool {
  command: string
  args: readonly string[]
  env?: Record<string, string | undefined>
  cwd?: string
  /** Another user to run it as. */
  user?: { uid: number; gid: number }
  /** Called with each line of output. */
  onLine?: (line: string) => void
  /** What could not be done, for the error: 'Building the dashboard'. */
  purpose: string
}

/** Runs a tool to its end; output goes to logs/setup.log. Throws a {@link Fault} with its last lines when it fails. */
export async function runTool(tool: Tool): Promise<void> {
  mkdirSync(home.logs, { recursive: true, mode: 0o700 })
  const log = join(home.logs, 'setup.log')
  const last: string[] = []
  const take = (chunk: string) => {
    appendFileSync(log, chunk, { mode: 0o600 })
    for (const line of chunk.split('\n').filter((text) => text.trim() !== '')) {
      last.push(line)
      tool.onLine?.(line.trim())
    }
    last.splice(0, last.length - KEPT_LINES)
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(tool.command, tool.args, {
      cwd: tool.cwd ?? project,
      env: { ...process.env, ...tool.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...tool.user,
    })
    child.stdout.setEncoding('utf8').on('data', take)
    child.stderr.setEncoding('utf8').on('data', take)
    child.on('error', reject)
    child.on('close', resolve)
  }).catch((error: unknown) => {
    throw new Fault(`${tool.purpose} did not start: ${String(error)}`)
  })
  if (code !== 0) throw new Fault(`${tool.purpose} failed (exit ${code}); all of it is in ${log}.\n${last.join('\n')}`)
}
