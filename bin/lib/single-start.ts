import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Fault } from './fault'
import { home, trueHome } from './home'
import { tryLock, waitForLock } from './lock'
import { readJson, writePrivateJson } from './private-file'
import { isAlive, startTime, stopProcess } from './processes'

const holderSchema = z.object({ pid: z.number().int(), startedAt: z.string() })
const holderFile = join(home.run, 'up.json')

/** The bin/up that runs from this state folder. */
export type Holder = z.infer<typeof holderSchema>

/** The bin/up of this state folder if it lives. */
export function findHolder(): Holder | null {
  const holder = readJson(holderFile, holderSchema)
  return holder && isAlive(holder) ? holder : null
}

const lockName = () => `up ${trueHome()}`

/** Makes this process the only one of its state folder until it ends. Throws a {@link Fault} when there is another. */
export async function becomeHolder(): Promise<void> {
  if (!(await tryLock(lockName()))) {
    const pid = findHolder()?.pid
    throw new Fault(
      `Gapless already runs from ${home.root}${pid ? ` (pid ${pid})` : ''}. Stop it with bin/down, or set GAPLESS_HOME to start another instance.`,
    )
  }
  writePrivateJson(holderFile, { pid: process.pid, startedAt: startTime(process.pid) })
}

/** Stops the bin/up of this state folder, waits until it has let go and takes its place. */
export async function replaceHolder(holder: Holder, graceMs: number): Promise<void> {
  await stopProcess(holder, 'SIGTERM', graceMs)
  // It counts as ended a moment before the kernel has closed what it held.
  await waitForLock(lockName(), () => {})
  writePrivateJson(holderFile, { pid: process.pid, startedAt: startTime(process.pid) })
}

export function endHolding(): void {
  rmSync(holderFile, { force: true })
}
