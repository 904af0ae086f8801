import { findOwnProcesses, type ProcessName, stopProcess } from './processes'
import { step } from './progress'

const ORDER: readonly (readonly ProcessName[])[] = [
  ['web', 'worker'],
  ['redis', 'postgres'],
]
const STOP: Record<ProcessName, { signal: NodeJS.Signals; graceMs: number }> = {
  web: { signal: 'SIGTERM', graceMs: 2_000 },
  // Whatever it was doing is finished or reverted by the next worker.
  worker: { signal: 'SIGTERM', graceMs: 5_000 },
  redis: { signal: 'SIGTERM', graceMs: 10_000 },
  postgres: { signal: 'SIGINT', graceMs: 15_000 },
}

/** Stops what an earlier bin/up of this state folder left running when it was killed. */
export async function stopLeftovers(): Promise<void> {
  const left = findOwnProcesses()
  if (left.length === 0) return
  const names = left.map((one) => `${one.name} (pid ${one.pid})`).join(', ')
  await step(`Taking over from a start that was killed: stopping ${names}`, async () => {
    for (const names of ORDER) {
      const these = left.filter((one) => names.includes(one.name))
      await Promise.all(these.map((one) => stopProcess(one, STOP[one.name].signal, STOP[one.name].graceMs)))
    }
  })
}
