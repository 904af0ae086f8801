import { setTimeout as wait } from 'node:timers/promises'
import { now } from '../now'
import { killFamily } from '../processes'
import { workerOf } from '../workers'
import { type Strike, struck, type Target } from './strike'

const leaseMs = 10_000
const pastLeaseMs = 60_000
/** A worker that was awake again has long done by then what it meant to do. */
const awakeMs = 3000

/** Kills the worker that runs the deployment; bin/up starts it again, and where there is another that goes on too. */
export const killWorker: Strike = async ({ instance, app, done }) => {
  const pid = await workerOf(instance.truth, instance.place, app.id)
  const { from } = await killFamily(pid)
  done()
  return struck(from)
}

/** Stops it for 60 s past its lease and lets it go on: by then another has taken over, and nothing may change. */
export const stopWorkerForLong: Strike = async (target) => {
  const { instance, app, done } = target
  const pid = await workerOf(instance.truth, instance.place, app.id)
  const at = now()
  process.kill(pid, 'SIGSTOP')
  done()
  try {
    await wait(leaseMs + pastLeaseMs)
    const before = await endOf(target)
    process.kill(pid, 'SIGCONT')
    await wait(awakeMs)
    const after = await endOf(target)
    return struck(at, {
      problems: before === after ? [] : [`the stopped worker woke and changed ${before} to ${after}`],
    })
  } finally {
    process.kill(pid, 'SIGCONT')
  }
}

const endOf = async ({ instance, deploymentId, app }: Target): Promise<string> => {
  const { status, finishedAt } = await instance.truth.deployment(deploymentId)
  const row = await instance.truth.ask((database) => database.app.findUniqueOrThrow({ where: { id: app.id } }))
  return JSON.stringify({ status, finishedAt, currentReleaseId: row.currentReleaseId })
}
