import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '@/prisma/generated/client'

/** The unscoped client. Ten connections serve a process well: queries take milliseconds. */
export const createDatabase = (url: string): PrismaClient =>
  new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 10 }) })
