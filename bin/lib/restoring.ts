import { existsSync, rmSync } from 'node:fs'
import { z } from 'zod'
import { Fault } from './fault'
import { home } from './home'
import { readJson, writePrivateJson } from './private-file'

const restoreSchema = z.object({
  /** Of the backup. */
  instanceId: z.string(),
  /** The database that is filled, without its password; null: the instance's own. */
  database: z.string().nullable(),
})

/** A restore that was begun: which instance becomes which database. */
export type BegunRestore = z.infer<typeof restoreSchema>

/** From now on the instance does not start before this restore has been finished: without its data it would take its apps away. */
export function beginRestore(restore: BegunRestore): void {
  writePrivateJson(home.restoring, restore)
}

export function endRestore(): void {
  rmSync(home.restoring, { force: true })
}

/** The restore that was begun here and not finished. */
export function findBegunRestore(): BegunRestore | null {
  return readJson(home.restoring, restoreSchema)
}

/** Throws a {@link Fault} while a restore is half done. */
export function assertNotRestoring(): void {
  if (!existsSync(home.restoring)) return
  throw new Fault(
    'A restore was begun here and not finished. Run bin/gapless restore FILE again; your apps go on serving meanwhile.',
  )
}
