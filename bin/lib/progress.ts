const terminal = process.stderr.isTTY === true
const HEARTBEAT_MS = 10_000

/** One line on stderr; stdout is for what programs read. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}

/**
 * Does `work` and says so: on a terminal one line that counts the seconds, elsewhere a line now and then.
 * `note` in the callback changes what is said to be going on; `outcome` tells a result that is only half the way.
 */
export async function step<T>(
  title: string,
  work: (note: (detail: string) => void) => Promise<T>,
  outcome: (result: T) => 'done' | 'not yet' = () => 'done',
): Promise<T> {
  const started = performance.now()
  let detail = ''
  const current = () => `${title}${detail && `: ${detail}`} (${seconds(started)})`
  const draw = () => {
    const line = `… ${current()}`.slice(0, Math.max(20, (process.stderr.columns ?? 100) - 1))
    process.stderr.write(terminal ? `\r\x1b[K${line}` : `${line}\n`)
  }
  const timer = setInterval(draw, terminal ? 200 : HEARTBEAT_MS)
  const finish = (mark: string) => {
    clearInterval(timer)
    process.stderr.write(`${terminal ? '\r\x1b[K' : ''}${mark} ${title} (${seconds(started)})\n`)
  }
  try {
    const result = await work((text) => {
      detail = text
    })
    finish(outcome(result) === 'done' ? '✓' : '…')
    return result
  } catch (error) {
    finish('✗')
    throw error
  }
}
