import { spawn } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Build } from './build'
import type { Credentials } from './credentials'
import { Fault } from './fault'
import { home, project } from './home'

/**
 * Creates the owner, the API token and the host `local` if they are not there yet, with exactly these credentials. They
 * go to a process of its own by its standard input, so that they stand in no argument and no environment.
 */
export async function bootstrapInstance(
  build: Build,
  env: Record<string, string>,
  credentials: Pick<Credentials, 'email' | 'password' | 'apiToken'>,
): Promise<void> {
  const log = join(home.logs, 'setup.log')
  const { email, password, apiToken } = credentials
  let output = ''
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, ['--enable-source-maps', build.bootstrap], {
      cwd: project,
      env: { ...env, NODE_ENV: 'production' },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk
        appendFileSync(log, chunk, { mode: 0o600 })
      })
    }
    child.on('error', reject).on('close', resolve)
    child.stdin.on('error', () => {}) // It ended early; its exit code says so.
    child.stdin.end(JSON.stringify({ email, password, apiToken }))
  })
  if (code !== 0)
    throw new Fault(`Preparing the instance failed; all of it is in ${log}.\n${output.trim().slice(-2_000)}`)
}
