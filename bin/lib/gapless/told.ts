import { readFileSync } from 'node:fs'
import { findOwnProcesses } from '../processes'

/** What the running web or worker process of this state folder was told, null while none runs. */
export function toldToProcesses(): Record<string, string> | null {
  for (const { name, pid } of findOwnProcesses()) {
    if (name !== 'web' && name !== 'worker') continue
    const lines = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    )
  }
  return null
}
