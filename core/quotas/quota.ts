import { z } from 'zod'

export const quotaKinds = ['apps', 'monitors', 'logBytes'] as const
export type QuotaKind = (typeof quotaKinds)[number]

/** The most that a team may have of each; null: no limit. */
export type Quotas = Record<QuotaKind, number | null>

export const noQuotas: Quotas = { apps: null, monitors: null, logBytes: null }

const limit = (most: number, what: string) =>
  z
    .int(`Use a whole number of ${what}, or null for the instance's usual.`)
    .min(0, 'Use 0 or more.')
    .max(most, `Use ${most} at most.`)
    .nullable()
    .optional()

/** What an operator sets for one team; what is left out stays, null is the instance's usual. */
export const quotaSchema = z.strictObject({
  apps: limit(100_000, 'apps'),
  monitors: limit(1_000_000, 'monitors'),
  logBytes: limit(Number.MAX_SAFE_INTEGER, 'bytes'),
})

interface QuotaUse {
  used: number
  /** null: no limit. */
  limit: number | null
}

export type QuotaUses = Record<QuotaKind, QuotaUse>
