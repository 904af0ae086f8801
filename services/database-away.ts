import { z } from 'zod'

/**
 * Prisma's codes for a database that cannot be reached or closed the connection (P1xxx), for no connection in time
 * (P2024), a transaction that could not be opened or was cut off (P2028) and one that has to be tried again (P2034).
 */
const isPrismaCode = (code: string): boolean => /^P1\d{3}$/.test(code) || ['P2024', 'P2028', 'P2034'].includes(code)

/** PostgreSQL's classes for lost connections (08) and for shutdown and start (57P). */
const isPostgresCode = (code: string): boolean => /^(08|57P)/.test(code)

/** What the driver says where Prisma has no code of its own: the words of pg. */
const lostConnection =
  /connection terminated|connection error and is not queryable|timeout exceeded when trying to connect|ECONNRE/i

const adapterSchema = z.object({
  meta: z.object({
    driverAdapterError: z.object({
      cause: z.object({ kind: z.string(), code: z.string().optional(), originalCode: z.string().optional() }),
    }),
  }),
})

/** True when the database did not answer; nothing is wrong with what was asked, and it can be asked again. */
export const isDatabaseAway = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && isPrismaCode(error.code)) return true
  const driver = adapterSchema.safeParse(error)
  if (driver.success) {
    const { kind, code, originalCode } = driver.data.meta.driverAdapterError.cause
    return (
      kind === 'DatabaseNotReachable' || [code, originalCode].some((one) => one !== undefined && isPostgresCode(one))
    )
  }
  return lostConnection.test(error.message) || isDatabaseAway(error.cause)
}
