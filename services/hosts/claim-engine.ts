import type { ContainerEngine, EngineInfo } from '@/core/ports/containers'
import type { HostTarget } from '@/core/ports/host-target'
import type { Host, Prisma } from '@/prisma/generated/client'
import { answeredWithin } from '@/services/answered-within'
import type { Context } from '@/services/context'
import { type Asker, engineTaken, isEngineTaken, ownerUnknown } from './engine-taken'
import { hostTarget } from './host-target'

type Ctx = Pick<Context, 'instanceDb' | 'instance' | 'vault' | 'containers'>

/** A host, or one that is to be added, and the way to its engine. */
interface Claimant {
  /** null: it is to be added. */
  id: string | null
  /** How often it was written down what its proxies should hold; 0: it has never had any. */
  generation: number
  target: HostTarget
}

/** An engine that was looked at, and the hosts of the same engine id that were found to be other machines. */
interface SeenEngine {
  engineId: string
  clones: readonly string[]
  asker: Asker
}

/**
 * Makes sure that the host's engine is no other host's and keeps its id: they would share proxies, and each would take
 * what the other put there for wrong. An engine that was replaced by a new one is the host's as well. Returns the host
 * with it. Throws conflict (engine_taken) in words for `asker`, the host's own team unless told otherwise, and what the
 * engine throws.
 */
export const claimEngine = async (ctx: Ctx, host: Host, asker: Asker = ownerOf(host)): Promise<Host> => {
  const info = await ctx.containers.engine(targetOf(ctx, host)).info()
  return claimSeen(ctx, host, info, asker)
}

/** The same for an engine that has just said who it is. */
export const claimSeen = async (ctx: Ctx, host: Host, info: EngineInfo, asker: Asker): Promise<Host> => {
  if (host.engineId === info.id) return host
  try {
    const claimant = { id: host.id, generation: host.generation, target: targetOf(ctx, host) }
    const seen = await assertFree(ctx, claimant, info, asker)
    await ctx.instanceDb.$transaction((tx) => keepEngine(ctx, tx, host.id, seen))
    return { ...host, engineId: info.id }
  } catch (error) {
    // It was another engine before: what is there now is not to be touched.
    if (isEngineTaken(error) && host.engineId !== null)
      await ctx.instanceDb.host.updateMany({ where: { id: host.id }, data: { engineId: null } })
    throw error
  }
}

/** As claimEngine where it is not known yet whose the engine is; null where it is another host's. */
export const heldHost = async (ctx: Ctx, host: Host): Promise<Host | null> => {
  if (host.engineId !== null) return host
  return claimEngine(ctx, host).catch((error: unknown) => {
    if (isEngineTaken(error)) return null
    throw error
  })
}

/** Longer than this nobody who adds a host waits to hear whose its engine is. */
const lookWithinMs = 3000

/**
 * What the engine behind an endpoint is, before a host has it; null where that cannot be said now: then it is looked at
 * before anything is done there. Throws conflict (engine_taken).
 */
export const lookAtEngine = async (
  ctx: Ctx & Pick<Context, 'clock'>,
  claimant: Claimant,
  asker: Asker,
): Promise<SeenEngine | null> => {
  const look = async () => assertFree(ctx, claimant, await ctx.containers.engine(claimant.target).info(), asker)
  return answeredWithin(ctx.clock, lookWithinMs, look).catch((error: unknown) => {
    if (isEngineTaken(error)) throw error
    return null
  })
}

/** Writes it down for a host that was just added or changed, unless another was quicker: then it is refused later. */
export const keepLookedAt = async (ctx: Ctx, hostId: string, seen: SeenEngine | null): Promise<void> => {
  if (seen === null) return
  await ctx.instanceDb
    .$transaction((tx) => keepEngine(ctx, tx, hostId, seen))
    .catch((error: unknown) => {
      if (!isEngineTaken(error)) throw error
    })
}

/** Throws conflict (engine_taken) where another host was quicker. */
const keepEngine = async (
  ctx: Ctx,
  tx: Prisma.TransactionClient,
  hostId: string,
  { engineId, clones, asker }: SeenEngine,
): Promise<void> => {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`engine ${engineId}`}))`
  const holder = await tx.host.findFirst({
    where: { engineId, id: { notIn: [hostId, ...clones] } },
    select: holderFields,
  })
  if (holder) throw await engineTaken(ctx, holder, asker, false)
  await tx.host.update({ where: { id: hostId }, data: { engineId } })
}

const holderFields = { id: true, name: true, team: { select: { name: true } } } as const

const ownerOf = ({ teamId }: Host): Asker => ({ teamId, isOperator: false })

const targetOf = (ctx: Ctx, host: Host): HostTarget => hostTarget(host, ctx.instance.id, ctx.vault)

const assertFree = async (ctx: Ctx, claimant: Claimant, info: EngineInfo, asker: Asker): Promise<SeenEngine> => {
  const { id: own, target } = claimant
  const engine = ctx.containers.engine(target)
  const others = await ctx.instanceDb.host.findMany({
    where: { engineId: info.id, ...(own === null ? {} : { id: { not: own } }) },
    include: { team: { select: { name: true } } },
  })
  for (const other of others) {
    const found = await compare(engine, info, ctx.containers.engine(targetOf(ctx, other)))
    if (found !== 'another') throw await engineTaken(ctx, other, asker, found === 'silent')
  }
  if (await mayBeAnothers(ctx, claimant, engine)) throw ownerUnknown()
  return { engineId: info.id, clones: others.map(({ id }) => id), asker }
}

/**
 * Whether another host's engine is this one. Machines that were cloned share the engine's id and not what it makes anew
 * at each start; that has to be the same here before and after, or else the engine may have started in between.
 */
const compare = async (
  engine: ContainerEngine,
  info: EngineInfo,
  other: ContainerEngine,
): Promise<'same' | 'another' | 'silent'> => {
  const seen = await other.info().catch(() => null)
  if (seen === null) return 'silent'
  // It has been replaced since.
  if (seen.id !== info.id) return 'another'
  if (seen.session === null || info.session === null || seen.session === info.session) return 'same'
  return (await engine.info()).session === info.session ? 'another' : 'same'
}

/**
 * Proxies of an earlier version do not say whose they are. A host that has never had any finds another's, as long as one
 * that has had some was not asked yet what its engine is.
 */
const mayBeAnothers = async (ctx: Ctx, { id, generation }: Claimant, engine: ContainerEngine): Promise<boolean> => {
  if (generation > 0) return false
  const where = { engineId: null, generation: { gt: 0 }, ...(id === null ? {} : { id: { not: id } }) }
  if ((await ctx.instanceDb.host.count({ where })) === 0) return false
  const containers = await engine.summaries()
  return containers.some(({ labels }) => labels['gapless.role'] === 'proxy' && labels['gapless.host'] === undefined)
}
