import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '@/prisma/generated/client'

/** A process that stands still within a transaction is to hold its rows no longer than it would hold an app's lease. */
const idleInTransactionMs = 10_000

/**
 * The unscoped client. Ten connections serve a process well: queries take milliseconds. On a machine that is busy with
 * other things a query waits rather than fails, but not for ever, as the driver would.
 */
export const createDatabase = (url: string): PrismaClient =>
  new PrismaClient({
    adapter: new PrismaPg({
      connectionString: url,
      max: 10,
      connectionTimeoutMillis: 15_000,
      idle_in_transaction_session_timeout: idleInTransactionMs,
    }),
    transactionOptions: { maxWait: 10_000, timeout: 20_000 },
  })
