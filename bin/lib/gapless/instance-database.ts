import { Fault } from '../fault'
import { home, makeHome } from '../home'
import { findInstance, findSecrets, type Instance, type Secrets } from '../identity'
import { preparePostgres } from '../postgres'
import { step } from '../progress'
import type { Settings } from '../settings'
import { becomeHolder, endHolding } from '../single-start'
import { Supervisor } from '../supervisor'
import { stopLeftovers } from '../take-over'
import { toldToProcesses } from './told'

/** The instance of this state folder, as a command finds it. */
export interface FoundInstance {
  instance: Instance
  secrets: Secrets
  databaseUrl: string
  /** What its running processes were told; null while it does not run. */
  told: Record<string, string> | null
}

/**
 * Does `work` with the instance of this state folder. Where it does not run, nobody can start it meanwhile, and a
 * database of its own is started for as long. Throws a {@link Fault} where there is no instance.
 */
export async function withInstance<T>(settings: Settings, work: (found: FoundInstance) => Promise<T>): Promise<T> {
  const instance = findInstance()
  const secrets = findSecrets()
  if (!instance || !secrets) {
    throw new Fault(
      `There is no instance in ${home.root} yet. Set GAPLESS_HOME to the folder of the one that you mean.`,
    )
  }
  makeHome()
  const told = toldToProcesses()
  const toldUrl = told?.DATABASE_URL
  if (toldUrl !== undefined) return work({ instance, secrets, databaseUrl: toldUrl, told })
  await becomeHolder()
  try {
    if (settings.DATABASE_URL) return await work({ instance, secrets, databaseUrl: settings.DATABASE_URL, told: null })
    return await withOwnDatabase(instance, secrets, (databaseUrl) =>
      work({ instance, secrets, databaseUrl, told: null }),
    )
  } finally {
    endHolding()
  }
}

/** The instance's own database, running for as long as `work` takes. The caller holds the state folder. */
export async function withOwnDatabase<T>(
  instance: Instance,
  secrets: Secrets,
  work: (databaseUrl: string) => Promise<T>,
): Promise<T> {
  await stopLeftovers()
  const supervisor = new Supervisor()
  try {
    const url = await step('Starting the database', async () => {
      const service = await preparePostgres(instance, secrets)
      await supervisor.start(service.process, service.ready)
      return service.url
    })
    return await work(url)
  } finally {
    await supervisor.stop()
  }
}
