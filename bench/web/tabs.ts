import type { Cookies } from '@/tests/support/browser-cookies'
import { usageOf } from '../usage'

/** Over a while in which nothing happened: CPU in percent of one core, and memory at its end. */
export interface Quiet {
  cpuPercent: number
  memoryKb: number
}

/** What this process uses in so many seconds. */
export const watchQuiet = async (pid: number, seconds: number): Promise<Quiet> => {
  const before = usageOf(pid)
  const from = performance.now()
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  const after = usageOf(pid)
  return {
    cpuPercent: ((after.cpuMs - before.cpuMs) / (performance.now() - from)) * 100,
    memoryKb: after.memoryKb,
  }
}

export interface Tabs {
  /** How many were closed by the server since. */
  lost(): number
  close(): void
}

/** Opens so many live connections as tabs do, every other one for the charts too; resolves when all have begun. */
export const openTabs = async (cookies: Cookies, count: number): Promise<Tabs> => {
  const gone = new AbortController()
  let lost = 0
  const open = async (index: number): Promise<void> => {
    const response = await cookies.request(index % 2 === 0 ? '/live' : '/live?topic=sampled', { signal: gone.signal })
    const reader = response.body?.getReader()
    if (response.status !== 200 || !reader) throw new Error(`/live: ${response.status}`)
    await reader.read()
    const follow = async (): Promise<void> => {
      while (!(await reader.read()).done);
      lost += 1
    }
    follow().catch(() => {
      if (!gone.signal.aborted) lost += 1
    })
  }
  await Promise.all(Array.from({ length: count }, (_, index) => open(index)))
  return { lost: () => lost, close: () => gone.abort() }
}
