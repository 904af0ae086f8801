import type { HostRun, Run } from '../run'

const againAfterMs = 1000

/**
 * The containers in which a process was killed for want of memory since this was called, by name; grows until the signal
 * aborts. The engine tells of it as it happens and nowhere else: of a container that was started again it forgets why it
 * had ended, and of one whose first process lives on it never knew.
 */
export const watchMemoryKills = (run: Run, signal: AbortSignal): ReadonlySet<string> => {
  const killed = new Set<string>()
  for (const host of run.hosts) void follow(run, host, signal, killed)
  return killed
}

const follow = async ({ ctx }: Run, { host, engine }: HostRun, signal: AbortSignal, killed: Set<string>) => {
  while (!signal.aborted) {
    try {
      for await (const { name, event } of engine.watch(signal)) if (event === 'oom') killed.add(name)
    } catch (error) {
      // What ends the engine ends the containers too, and that is seen in their checks.
      if (!signal.aborted) ctx.log.warn({ error: String(error), host: host.name }, 'an engine told no more events')
    }
    await ctx.clock.wait(againAfterMs, signal).catch(() => undefined)
  }
}
