import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '@/prisma/generated/client'

/**
 * The unscoped client. Ten connections serve a process well: queries take milliseconds. On a machine that is busy with
 * other things a query waits rather than fails, but not for ever, as the driver would.
 */
export const createDatabase = (url: string): PrismaClient =>
  new PrismaClient({
    adapter: new PrismaPg({ connectionString: url, max: 10, connectionTimeoutMillis: 15_000 }),
    transactionOptions: { maxWait: 10_000, timeout: 20_000 },
  })
