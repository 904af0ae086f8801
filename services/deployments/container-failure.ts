import type { RunSettings } from '@/core/apps/schema'
import { DeploymentStepError } from '@/core/deployments/failures'
import type { ContainerState } from '@/core/ports/containers'
import type { Replica } from '@/prisma/generated/client'
import type { PlacedHost, Run } from './run'

/** How many of a container's last lines a failure carries. */
export const failureLogLines = 50

export const lastLines = async (host: PlacedHost, containerName: string): Promise<string[]> =>
  (await host.engine.logs(containerName, failureLogLines).catch(() => [])).map((line) => line.line)

/** True for a container that ended or was restarted by the engine since it was made. */
export const hasEnded = (state: ContainerState | null): boolean =>
  state === null || state.restarts > 0 || ['exited', 'dead', 'restarting', 'removing'].includes(state.status)

/**
 * … of a container that is to serve for this deployment. One that was made ready again was made for an earlier one, and
 * may have been restarted long ago.
 */
export const hasEndedIn = ({ deployment }: Run, state: ContainerState | null): boolean => {
  const isTakenBack = state !== null && state.labels['gapless.deployment'] !== deployment.id
  return hasEnded(isTakenBack ? { ...state, restarts: 0 } : state)
}

/** The failure of a deployment whose container ended by itself, with its last lines. */
export const containerFailure = async (
  host: PlacedHost,
  replica: Replica,
  settings: RunSettings,
  state: ContainerState | null,
  code: 'container_exited' | 'restarted_after_shift' = 'container_exited',
): Promise<DeploymentStepError> => {
  if (state?.outOfMemory) return outOfMemory(host, replica, settings)
  const logs = await lastLines(host, replica.containerName)
  return new DeploymentStepError(code, { exitCode: state?.exitCode ?? null }, { logs })
}

/** … one of whose processes was killed for want of memory. */
export const outOfMemory = async (
  host: PlacedHost,
  replica: Replica,
  { resources: { memoryMb } }: RunSettings,
): Promise<DeploymentStepError> => {
  const logs = await lastLines(host, replica.containerName)
  return new DeploymentStepError('out_of_memory', memoryMb === undefined ? {} : { memoryMb }, { logs })
}
