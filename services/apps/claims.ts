import { conflict, invalid } from '@/core/errors'
import type { Host } from '@/prisma/generated/client'
import type { Context, DatabaseOrTransaction } from '@/services/context'

/** The hosts that an app names, by name or id, in that order. Throws invalid for one the team does not have. */
export const findNamedHosts = async (tx: DatabaseOrTransaction, names: readonly string[]): Promise<Host[]> => {
  const hosts = await tx.host.findMany({ where: { OR: [{ name: { in: [...names] } }, { id: { in: [...names] } }] } })
  const found = names.map((name) => hosts.find((host) => host.name === name || host.id === name))
  const unknown = found.flatMap((host, index) =>
    host ? [] : [{ path: `hosts.${index}`, message: `There is no host named ${names[index]?.slice(0, 100)}.` }],
  )
  if (unknown.length > 0) throw invalid(unknown)
  return [...new Map(found.flatMap((host) => (host ? [[host.id, host] as const] : []))).values()]
}

/** Throws conflict (name_taken) when another app of the team has the name. */
export const assertNameFree = async (tx: DatabaseOrTransaction, name: string, ownId: string | null): Promise<void> => {
  const other = await tx.app.findFirst({
    where: { name, deletedAt: null, ...(ownId === null ? {} : { id: { not: ownId } }) },
    select: { id: true },
  })
  if (other) throw conflict('name_taken', `There is already an app named ${name}.`, 'name')
}

/** A domain leads to one app in the whole instance. Throws conflict (domain_taken). */
export const assertDomainsFree = async (
  ctx: Context,
  domains: readonly string[],
  ownId: string | null,
): Promise<void> => {
  const taken = await ctx.instanceDb.domain.findFirst({
    where: { name: { in: [...domains] }, ...(ownId === null ? {} : { appId: { not: ownId } }) },
    select: { name: true },
  })
  if (taken) throw conflict('domain_taken', `${taken.name} already leads to another app.`, 'domains')
}

/** The app's name where no app of the instance goes by it, else with four random characters. */
export const freeSlug = async (ctx: Context, name: string): Promise<string> => {
  const taken = await ctx.instanceDb.app.findUnique({ where: { slug: name }, select: { id: true } })
  if (!taken) return name
  const random = crypto.getRandomValues(new Uint8Array(4))
  return `${name}-${[...random].map((byte) => (byte % 36).toString(36)).join('')}`
}
