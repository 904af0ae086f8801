import { isUniqueViolation } from '@/services/unique-violation'
import { updateHeld } from './held'
import type { Run } from './run'

const lookEveryMs = 500

/**
 * Waits until no other pre-deploy command changes the database of that name, or the app's own where none is named. The
 * turn is in the deployment's row and ends with the command; where that could not be ended in time, with the
 * reconciler's ending it.
 */
export const takeTurn = async (run: Run, database: string | undefined): Promise<void> => {
  // No name of a database has a space.
  const turn = database ?? `app ${run.app.id}`
  for (let isFirst = true; !(await tryTurn(run, turn)); isFirst = false) {
    if (isFirst) run.journal.say(await whyItWaits(run, turn))
    await run.ctx.clock.wait(lookEveryMs, run.signal)
  }
}

const tryTurn = async (run: Run, turn: string): Promise<boolean> => {
  try {
    await updateHeld(run.ctx.db, run.held, { preDeployTurn: turn })
    return true
  } catch (error) {
    if (isUniqueViolation(error)) return false
    throw error
  }
}

const whyItWaits = async (run: Run, turn: string): Promise<string> => {
  const holder = await run.ctx.db.deployment.findFirst({
    where: { preDeployTurn: turn },
    select: { finishedAt: true, number: true, app: { select: { name: true } } },
  })
  return holder?.finishedAt
    ? `The pre-deploy command of ${holder.app.name} #${holder.number} may still run on a host that did not answer; waiting until it has been ended there.`
    : `Another app's pre-deploy command is changing the database "${turn}"; waiting.`
}
