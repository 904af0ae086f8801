import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChaosApp, ChaosInstance } from './instance'
import { runsVolume } from './pre-deploy-command'

/**
 * What is amiss with the runs of these deployments' commands, which were asked for one right after the other: each has one
 * at most, and one that went live has had it. They are counted together: one that waits takes on what the app is changed to
 * meanwhile, and with it the version that the next one was meant to have.
 */
export const preDeployProblems = async (
  { id, engine }: ChaosInstance,
  app: ChaosApp,
  deployments: readonly { version: string; status: string }[],
): Promise<string[]> => {
  const { Mountpoint } = await engine.docker.getVolume(`gapless-${id}-${app.name}-${runsVolume}`).inspect()
  const path = join(Mountpoint, 'runs')
  const all = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
  const versions = deployments.map(({ version }) => version)
  const runs = all.filter((one) => versions.includes(one)).length
  const live = deployments.filter(({ status }) => status === 'succeeded').length
  const begun = deployments.filter(({ status }) => status !== 'superseded').length
  const said = `the pre-deploy commands of ${versions.join(', ')} ran ${runs} times`
  if (runs > begun) return [`${said}, and ${begun} of them began`]
  return runs < live ? [`${said}, and ${live} of them are live`] : []
}
