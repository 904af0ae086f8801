import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { z } from 'zod'

const root = join(import.meta.dirname, '../..')

interface Running {
  child: ChildProcess
  output(): string
  exit: Promise<number | null>
}

/** Runs `bin/gapless` with these arguments; `input` goes to its standard input. */
export const gapless = (args: readonly string[], env: Record<string, string>, input = ''): Running => {
  const child = spawn(join(root, 'bin/gapless'), args, { cwd: root, env: { ...process.env, ...env } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  }
  child.stdin.end(input)
  const exit = once(child, 'close').then(([code]) => z.number().nullable().parse(code))
  return { child, output: () => output, exit }
}
