import { setTimeout as wait } from 'node:timers/promises'
import type { PrismaClient } from '@/prisma/generated/client'
import type { Journaled } from './plan'
import type { Truth } from './truth'

/**
 * Lets the harness hold a worker back at the moment at which it writes down that a step begins: a trigger waits for a
 * lock that is normally free. This is the only thing of the instance that is not as users have it.
 */
export const installGates = async (database: PrismaClient): Promise<void> => {
  await database.$executeRawUnsafe(`
    CREATE FUNCTION chaos_gate() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW."drainState" IS DISTINCT FROM OLD."drainState" AND NEW."drainState" = 'done' THEN
        PERFORM pg_advisory_xact_lock_shared(hashtextextended(NEW."appId" || ':drained', 0));
      ELSIF NEW.status IS DISTINCT FROM OLD.status THEN
        PERFORM pg_advisory_xact_lock_shared(hashtextextended(NEW."appId" || ':' || NEW.status::text, 0));
      END IF;
      RETURN NEW;
    END $$`)
  await database.$executeRawUnsafe(`
    CREATE TRIGGER chaos_gate AFTER UPDATE OF status, "drainState" ON "Deployment"
    FOR EACH ROW EXECUTE FUNCTION chaos_gate()`)
}

const heldAtMostMs = 60_000
const lookEveryMs = 3

export interface Gate {
  /** Resolves with true when a worker stands before it, with false when none came within `withinMs` or none will. */
  reached(withinMs: number, signal: AbortSignal): Promise<boolean>
  /** Lets it pass. Safe to call twice. */
  open(): Promise<void>
}

/** Closes the gate before the app's next deployment that writes this down. */
export const closeGate = async ({ database }: Truth, appId: string, step: Journaled): Promise<Gate> => {
  const key = `${appId}:${step}`
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  let closed = (): void => undefined
  const isClosed = new Promise<void>((resolve) => {
    closed = resolve
  })
  // A database that is killed opens its gates itself.
  const held = database
    .$transaction(
      async (tx) => {
        // Transactions that stand still are ended: this one, before a slow machine has come to its gate.
        await tx.$executeRaw`SET LOCAL idle_in_transaction_session_timeout = 0`
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`
        closed()
        await opened
      },
      { timeout: heldAtMostMs },
    )
    .catch(() => undefined)
  await Promise.race([isClosed, held])
  const isWaitedFor = async (): Promise<boolean> => {
    const rows = await database.$queryRaw<unknown[]>`
      SELECT 1 FROM pg_locks, (SELECT hashtextextended(${key}, 0) AS key) AS wanted
      WHERE locktype = 'advisory' AND NOT granted
        AND classid::bigint = (key >> 32) & 4294967295 AND objid::bigint = key & 4294967295`
    return rows.length > 0
  }
  return {
    reached: async (withinMs, signal) => {
      const giveUpAt = performance.now() + withinMs
      for (; performance.now() < giveUpAt && !signal.aborted; await wait(lookEveryMs)) {
        if (await isWaitedFor().catch(() => false)) return true
      }
      return false
    },
    open: async () => {
      open()
      await held
    },
  }
}
