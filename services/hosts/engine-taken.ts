import { conflict, GaplessError } from '@/core/errors'
import { TrafficError } from '@/core/ports/traffic'
import type { Context } from '@/services/context'

/** For whom a refusal is written: it names another host only if they may know of it. */
export interface Asker {
  teamId: string
  isOperator: boolean
}

interface Holder {
  id: string
  name: string
  team: { name: string }
}

const why = 'Two hosts on one engine would overwrite each other’s proxies.'

const whatToDo = async (
  ctx: Pick<Context, 'instanceDb'>,
  { id, name, team }: Holder,
  asker: Asker,
): Promise<string> => {
  const where = { hostId: id, teamId: asker.teamId }
  if ((await ctx.instanceDb.hostGrant.count({ where })) > 0)
    return `This Docker engine is the host ${name} already. ${why} Use that one.`
  return asker.isOperator
    ? `This Docker engine is the host ${name} of ${team.name} already. ${why} Let this team use that one (Hosts, Teams).`
    : `This Docker engine is a host of another team of this instance already. ${why} Ask the operator of the instance to let your team use that one.`
}

/**
 * The refusal of an engine that is another host's, and what to do instead. `isSilent`: the other host does not answer, so
 * that two machines with the same engine id cannot be told apart.
 */
export const engineTaken = async (
  ctx: Pick<Context, 'instanceDb'>,
  holder: Holder,
  asker: Asker,
  isSilent: boolean,
): Promise<GaplessError> => {
  const clones =
    ' That host does not answer now; should this be another machine that was cloned with it, remove /var/lib/docker/engine-id here and restart Docker.'
  return conflict('engine_taken', (await whatToDo(ctx, holder, asker)) + (isSilent ? clones : ''))
}

/** The refusal of an engine with proxies of which it is not known yet whose they are. */
export const ownerUnknown = (): GaplessError =>
  conflict(
    'engine_taken',
    'This Docker engine has proxies of this instance already, and a host that was added earlier has not said yet whether they are its own. Test the hosts that do not answer, or remove them, and try again.',
  )

export interface EngineTaken extends Error {
  code: 'engine_taken'
}

/** Whether an engine was refused for being another host's: by what it says, or by what its proxies carry. */
export const isEngineTaken = (error: unknown): error is EngineTaken =>
  (error instanceof GaplessError || error instanceof TrafficError) && error.code === 'engine_taken'
