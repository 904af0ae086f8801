import { home } from './home'

/** Something a person must change before we can go on: one sentence with what is wrong and what to do about it. */
export class Fault extends Error {
  override readonly name = 'Fault'
}

/** Runs a command; a {@link Fault} ends it with its sentence alone, anything else with where it happened. Exit code 1. */
export function runCommand(main: () => Promise<number | undefined>): void {
  main().then(
    (code) => process.exit(code ?? 0),
    (error: unknown) => {
      if (error instanceof Fault) console.error(`\n${error.message}`)
      else console.error(`\nThis should not happen; logs are in ${home.logs}.\n`, error)
      process.exit(1)
    },
  )
}

/** The error's code as Node sets it (`ENOENT`, `EACCES` …), if it has one. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
