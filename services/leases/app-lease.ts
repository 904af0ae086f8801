import type { Clock } from '@/core/ports/clock'
import type { Database } from '@/services/context'

/**
 * At most one worker acts on an app. The row says who, until when, and with which fencing number; the proxies refuse
 * lower numbers, so a worker that lost its lease without noticing can do nothing. Times are the database's.
 */
const leaseSeconds = 10
const renewEveryMs = 2500

export class LeaseLostError extends Error {
  constructor(appId: string) {
    super(`the lease of app ${appId} is someone else's now`)
    this.name = 'LeaseLostError'
  }
}

export interface AppLease {
  fencing: number
  /** Aborts with LeaseLostError once the lease could not be renewed. */
  signal: AbortSignal
  /** Throws LeaseLostError unless the database says that the lease is still ours. Asked before anything is destroyed. */
  assertHeld(): Promise<void>
  release(): Promise<void>
}

/** Takes the app's lease, or returns null while someone else holds it. */
export const acquireAppLease = async (call: {
  db: Database
  clock: Clock
  appId: string
  owner: string
}): Promise<AppLease | null> => {
  const { db, clock, appId, owner } = call
  const rows = await db.$queryRaw<{ fencing: number }[]>`
    INSERT INTO "AppLease" ("appId", "owner", "expiresAt")
    VALUES (${appId}, ${owner}, (now() AT TIME ZONE 'utc') + make_interval(secs => ${leaseSeconds}))
    ON CONFLICT ("appId") DO UPDATE SET
      "owner" = excluded."owner",
      "expiresAt" = excluded."expiresAt",
      "fencing" = nextval(pg_get_serial_sequence('"AppLease"', 'fencing'))
    WHERE "AppLease"."expiresAt" < (now() AT TIME ZONE 'utc')
    RETURNING "fencing"`
  const fencing = rows[0]?.fencing
  if (fencing === undefined) return null

  const lost = new AbortController()
  const done = new AbortController()
  const held = async (extend: boolean): Promise<boolean> => {
    const count = extend
      ? await db.$executeRaw`
          UPDATE "AppLease" SET "expiresAt" = (now() AT TIME ZONE 'utc') + make_interval(secs => ${leaseSeconds})
          WHERE "appId" = ${appId} AND "fencing" = ${fencing} AND "expiresAt" > (now() AT TIME ZONE 'utc')`
      : await db.$executeRaw`
          UPDATE "AppLease" SET "owner" = "owner"
          WHERE "appId" = ${appId} AND "fencing" = ${fencing} AND "expiresAt" > (now() AT TIME ZONE 'utc')`
    return count === 1
  }
  const keep = async (): Promise<void> => {
    let lastHeld = clock.now().getTime()
    while (!done.signal.aborted) {
      await clock.wait(renewEveryMs, done.signal).catch(() => undefined)
      if (done.signal.aborted) return
      const before = clock.now().getTime()
      const outcome = await held(true).catch(() => 'unknown' as const)
      if (outcome === true) lastHeld = before
      const expired = clock.now().getTime() - lastHeld > leaseSeconds * 1000
      if (outcome === false || expired) {
        lost.abort(new LeaseLostError(appId))
        return
      }
    }
  }
  void keep()
  return {
    fencing,
    signal: lost.signal,
    assertHeld: async () => {
      if (!(await held(false))) throw new LeaseLostError(appId)
    },
    release: async () => {
      done.abort()
      await db.$executeRaw`
        UPDATE "AppLease" SET "expiresAt" = (now() AT TIME ZONE 'utc') - interval '1 second'
        WHERE "appId" = ${appId} AND "fencing" = ${fencing}`
    },
  }
}

/** The app's current fencing number, for work that goes on beside deployments (draining, domains); 0 if it never had one. */
export const currentFencing = async (db: Database, appId: string): Promise<number> =>
  (await db.appLease.findUnique({ where: { appId } }))?.fencing ?? 0
