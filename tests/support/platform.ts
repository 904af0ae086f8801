import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { freePort } from '@/bin/lib/ports'

const root = join(import.meta.dirname, '../..')
const credentialsSchema = z.object({
  url: z.string(),
  email: z.string(),
  password: z.string(),
  apiToken: z.string(),
  proxyUrl: z.string(),
})

/** Where a Gapless of the tests is and how it is started: its own state folder and free ports. */
export interface Place {
  home: string
  env: Record<string, string>
}

export async function newPlace(): Promise<Place> {
  const home = mkdtempSync(join(tmpdir(), 'gapless-test-'))
  const [web, http, https] = [await freePort(), await freePort(), await freePort()]
  const env = {
    GAPLESS_HOME: home,
    PORT: String(web),
    GAPLESS_PROXY_HTTP_PORT: String(http),
    GAPLESS_PROXY_HTTPS_PORT: String(https),
    // What the person at this machine has set is theirs alone.
    DATABASE_URL: '',
    REDIS_URL: '',
    GAPLESS_ENCRYPTION_KEY: '',
    NEXTAUTH_SECRET: '',
    NEXTAUTH_URL: '',
    SMTP_URL: '',
  }
  return { home, env }
}

export interface Command {
  child: ChildProcess
  /** What it has written so far. */
  output(): string
  stdout(): string
  /** Resolves with its exit code. */
  exit: Promise<number | null>
}

/** Runs one of the commands of bin/ for this place. */
export function run(place: Place, command: 'up' | 'down' | 'demo', ...args: string[]): Command {
  const child = spawn(join(root, 'bin', command), args, {
    cwd: root,
    env: { ...process.env, ...place.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
    stdout += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
  })
  const exit = once(child, 'close').then(([code]) => z.number().nullable().parse(code))
  return { child, output: () => output, stdout: () => stdout, exit }
}

/** Starts bin/up and resolves once it says that it is ready. Throws with all it said if it ends instead. */
export async function up(place: Place): Promise<Command> {
  const command = run(place, 'up', '--wait-ready')
  const ready = new Promise<void>((resolve) => {
    command.child.stdout?.on('data', () => {
      if (/^ready http\S+$/m.test(command.stdout())) resolve()
    })
  })
  const ended = command.exit.then((code) => {
    throw new Error(`bin/up ended with ${code}:\n${command.output()}`)
  })
  await Promise.race([ready, ended])
  return command
}

/** Removes everything of this place: processes, containers, networks, images, files. */
export async function removePlace(place: Place): Promise<void> {
  const down = run(place, 'down', '--purge')
  const code = await down.exit
  if (code !== 0) throw new Error(`bin/down --purge ended with ${code}:\n${down.output()}`)
  rmSync(place.home, { recursive: true, force: true })
}

export function credentialsOf(place: Place): z.infer<typeof credentialsSchema> {
  return credentialsSchema.parse(JSON.parse(readFileSync(join(place.home, 'initial-credentials.json'), 'utf8')))
}
