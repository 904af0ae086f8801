import { now } from '../now'
import { hasReached } from '../truth'
import { type Strike, struck } from './strike'

/** A person thinks better of it. */
export const cancel: Strike = async ({ instance, deploymentId }) => {
  const at = now()
  await instance.calls.cancel(deploymentId)
  return struck(at)
}

/** A person goes back to what was live before. */
export const redeployPrevious: Strike = async ({ instance, app, previousReleaseId }) => {
  const at = now()
  const id = await instance.calls.deploy(app.id, { releaseId: previousReleaseId })
  return struck(at, { further: [{ id, version: null }] })
}

/** … once it has been told that all is well: let through its gate, that is about to be written down. */
export const redeployWhileDraining: Strike = async (target) => {
  await target.instance.truth.until(target.deploymentId, 5000, (row) => hasReached(row, 'succeeded'), 1)
  return redeployPrevious(target)
}

/** A team that deploys faster than its deployments end: the one between is superseded. */
export const queueNewer: Strike = async ({ instance, app, version }) => {
  const at = now()
  const further: { id: string; version: string }[] = []
  for (const newer of [`${version}-b`, `${version}-c`]) {
    await instance.calls.changeApp(app.id, { env: { VERSION: newer } })
    further.push({ id: await instance.calls.deploy(app.id), version: newer })
  }
  return struck(at, { further })
}
