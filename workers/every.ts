import type { Clock } from '@/core/ports/clock'

/** Runs `work` again and again with a pause between, until the signal aborts; a failure is told and does not end it. */
export const every = async (
  ms: number,
  clock: Clock,
  signal: AbortSignal,
  work: () => Promise<void>,
  onFailure: (error: unknown) => void,
): Promise<void> => {
  while (!signal.aborted) {
    await work().catch(onFailure)
    await clock.wait(ms, signal).catch(() => undefined)
  }
}
