import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '@/bin/lib/ports'

const root = join(import.meta.dirname, '../../..')
/** Next names its present build in this file; whoever has one here goes on with theirs. */
const nextTypes = join(root, 'next-env.d.ts')

export interface DevServer {
  url: string
  /** Ends it and removes what it has built. */
  stop(): Promise<void>
}

/** Starts `next dev` with a build of its own and resolves once it answers. Throws with all it said if it ends instead. */
export const startDevServer = async (): Promise<DevServer> => {
  const port = await freePort()
  const build = `.next-ui-${process.pid}`
  const types = existsSync(nextTypes) ? readFileSync(nextTypes) : null
  const child = spawn(
    process.execPath,
    [join(root, 'node_modules/next/dist/bin/next'), 'dev', '--hostname', 'localhost', '--port', String(port)],
    {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1', GAPLESS_WEB_BUILD: build },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  // Its output ends when the last of its processes has.
  const ended = once(child, 'close')
  const stop = async (): Promise<void> => {
    child.kill()
    await ended
    rmSync(join(root, build), { recursive: true, force: true })
    if (types) writeFileSync(nextTypes, types)
    else rmSync(nextTypes, { force: true })
  }
  let output = ''
  const ready = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      if (output.includes('Ready in')) resolve()
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  })
  const failed = ended.then(async () => {
    throw new Error(`next dev ended:\n${output}`)
  })
  try {
    await Promise.race([ready, failed])
  } catch (error) {
    await stop()
    throw error
  }
  failed.catch(() => undefined)
  return { url: `http://localhost:${port}`, stop }
}
