import { readFileSync } from 'node:fs'

/** What a process has used: processor time in milliseconds, resident memory in kB. */
export interface Usage {
  cpuMs: number
  memoryKb: number
}

/** The kernel counts in hundredths of a second. */
const tickMs = 10

export const usageOf = (pid: number): Usage => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name, which comes second, may have spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const memory = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs, memoryKb: Number(memory) }
}
