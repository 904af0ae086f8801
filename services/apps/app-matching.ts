import type { Prisma } from '@/prisma/generated/client'
import { literally } from '@/services/literally'

/** Apps with this in their name or one of their domains, in capitals or not; all where it is empty. */
export const appMatching = (text: string): Prisma.AppWhereInput => {
  const wanted = text.trim()
  if (wanted === '') return {}
  const part = { contains: literally(wanted), mode: 'insensitive' } as const
  return { OR: [{ name: part }, { domains: { some: { name: part } } }] }
}
