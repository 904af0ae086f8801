import { readCode, recoveryCodeBytes, recoveryCodeCount, recoveryCodeFrom } from '@/core/access/second-factor'
import type { Prisma } from '@/prisma/generated/client'
import { recoveryHash } from './take-code'

/** New recovery codes in the place of the old ones; they are in this answer and never again. */
export const writeRecoveryCodes = async (tx: Prisma.TransactionClient, userId: string): Promise<string[]> => {
  const codes = Array.from({ length: recoveryCodeCount }, () =>
    recoveryCodeFrom(crypto.getRandomValues(new Uint8Array(recoveryCodeBytes))),
  )
  await tx.recoveryCode.deleteMany({ where: { userId } })
  const rows = codes.map(async (code) => ({ userId, hash: await recoveryHash(userId, readCode(code).code) }))
  await tx.recoveryCode.createMany({ data: await Promise.all(rows) })
  return codes
}
