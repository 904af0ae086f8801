import { setTimeout as wait } from 'node:timers/promises'
import { createDatabase } from '@/adapters/database/client'
import { isEnd } from '@/core/deployments/state'
import type { Deployment, PrismaClient } from '@/prisma/generated/client'
import type { Journaled } from './plan'

const patienceMs = 40_000
const pollMs = 25

/** The instance's database, read beside the product. */
export interface Truth {
  database: PrismaClient
  /** Asks again for a while where the database does not answer: it may be the one that was killed. */
  ask<Result>(question: (database: PrismaClient) => Promise<Result>): Promise<Result>
  deployment(id: string): Promise<Deployment>
  /** Resolves when it is so of the deployment, with its row; null when it was not so within `withinMs`. */
  until(
    id: string,
    withinMs: number,
    isSo: (row: Deployment) => boolean,
    lookEveryMs?: number,
  ): Promise<Deployment | null>
  close(): Promise<void>
}

export const openTruth = (url: string): Truth => {
  const database = createDatabase(url)
  const ask: Truth['ask'] = async (question) => {
    const giveUpAt = performance.now() + patienceMs
    for (;;) {
      try {
        return await question(database)
      } catch (error) {
        if (performance.now() > giveUpAt) throw error
        await wait(100)
      }
    }
  }
  const deployment = (id: string) => ask((db) => db.deployment.findUniqueOrThrow({ where: { id } }))
  return {
    database,
    ask,
    deployment,
    // Asked again and again: the product's own stream comes from processes that may be dead.
    until: async (id, withinMs, isSo, lookEveryMs = pollMs) => {
      for (const giveUpAt = performance.now() + withinMs; ; await wait(lookEveryMs)) {
        const row = await deployment(id)
        if (isSo(row)) return row
        if (performance.now() > giveUpAt) return null
      }
    },
    close: () => database.$disconnect(),
  }
}

const order: readonly string[] = [
  'queued',
  'preparing',
  'pre_deploy',
  'starting',
  'checking',
  'shifting',
  'verifying',
  'succeeded',
]

/** Whether this is written down of the deployment, or it has ended otherwise. */
export const hasReached = (row: Deployment, step: Journaled): boolean => {
  if (step === 'drained') return row.drainState === 'done'
  return isEnd(row.status) || order.indexOf(row.status) >= order.indexOf(step)
}
