import { GaplessError } from '@/core/errors'

/** The problem that a call ends with; throws if it ends otherwise. */
export const problemOf = async (call: () => Promise<unknown>): Promise<GaplessError> => {
  const error = await call().then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof GaplessError)) throw new Error(`not refused as it should be: ${String(error)}`)
  return error
}

export const pathsOf = (error: GaplessError): string[] => error.fields.map((field) => field.path)
