import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { Fault } from './fault'
import { logFile } from './managed-process'

const TIMEOUT_MS = 90_000
const answerSchema = z.object({ checks: z.record(z.string(), z.string()) })

/** Resolves once /api/health answers 200; `note` hears what is still missing. */
export async function waitUntilHealthy(port: number, note: (detail: string) => void): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS
  for (;;) {
    const missing = await askHealth(port)
    if (missing === null) return
    note(missing)
    if (performance.now() > deadline) {
      throw new Fault(
        `Gapless did not get healthy within 90 s (${missing}). See ${logFile('web')} and ${logFile('worker')}.`,
      )
    }
    await sleep(100)
  }
}

/** Null when healthy, else what is not. */
async function askHealth(port: number): Promise<string | null> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/api/health`, { signal: AbortSignal.timeout(5_000) })
    if (response.status === 200) return null
    const answer = answerSchema.safeParse(await response.json())
    const failing = Object.entries(answer.data?.checks ?? {}).filter(([, state]) => state !== 'ok')
    return failing.map(([name, state]) => `${name}: ${state}`).join(', ') || `health answered ${response.status}`
  } catch {
    return 'the dashboard does not answer yet'
  }
}
