import pino from 'pino'

/** One JSON line an event on standard output; `bin/up` puts it in a file of bounded size. */
export const createLog = (level: string, process: string): pino.Logger =>
  pino({ level, base: { process }, timestamp: pino.stdTimeFunctions.isoTime })
