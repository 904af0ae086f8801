import { isUniqueViolation } from '@/services/unique-violation'
import { updateHeld } from './held'
import type { Run } from './run'

const lookEveryMs = 500

/**
 * Waits until no other app's pre-deploy command changes the database of that name. The turn is in the deployment's row
 * and ends with it at the latest, so none is left behind; deployments of one app never meet here.
 */
export const takeTurn = async (run: Run, database: string | undefined): Promise<void> => {
  if (database === undefined) return
  for (let isFirst = true; !(await tryTurn(run, database)); isFirst = false) {
    if (isFirst) run.journal.say(`Another app's pre-deploy command is changing the database "${database}"; waiting.`)
    await run.ctx.clock.wait(lookEveryMs, run.signal)
  }
}

const tryTurn = async (run: Run, database: string): Promise<boolean> => {
  try {
    await updateHeld(run.ctx.db, run.held, { preDeployTurn: database })
    return true
  } catch (error) {
    if (isUniqueViolation(error)) return false
    throw error
  }
}
