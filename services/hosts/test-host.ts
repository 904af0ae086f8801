import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import { type HostCheck, isOldEngine, oldestEngine } from '@/core/hosts/engine-version'
import { EngineError, type EngineInfo } from '@/core/ports/containers'
import type { Host } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context, Service } from '@/services/context'
import { engineOf } from '@/services/deployments/run'
import { claimSeen } from './claim-engine'
import { isEngineTaken } from './engine-taken'

export interface HostTest {
  ok: boolean
  /** Each in a sentence that says what is there or what is missing. */
  checks: HostCheck[]
}

/** Tries a host now and remembers what it said. Throws not_found; whatever is wrong with the host is in the answer. */
export const testHost: Service<{ hostId: string }, HostTest> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'host.test')
  const host = await ctx.db.host.findUnique({ where: { id: input.hostId } })
  if (!host) throw notFound('host')
  const { engine } = engineOf(ctx, host)
  const info = await engine.info().catch((error: unknown) => asEngineError(error))
  const checks =
    info instanceof EngineError
      ? [{ name: 'engine', ok: false, message: silence(info) }]
      : [...engineChecks(info), await ownCheck(ctx, host, info)]
  const missing = checks.filter((check) => !check.ok)
  await ctx.db.$transaction(async (tx) => {
    await tx.host.update({
      where: { id: host.id },
      data: {
        status: info instanceof EngineError ? 'unreachable' : missing.length > 0 ? 'degraded' : 'ready',
        statusMessage: missing.map((check) => check.message).join(' ') || null,
        ...(info instanceof EngineError ? {} : { engineVersion: info.engineVersion }),
        checkedAt: ctx.clock.now(),
      },
    })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'host.test',
      target: { type: 'host', id: host.id, name: host.name },
      after: { ok: missing.length === 0 },
    })
  })
  return { ok: missing.length === 0, checks }
}

const asEngineError = (error: unknown): EngineError => {
  if (error instanceof EngineError) return error
  throw error
}

const silence = ({ code, message }: EngineError): string => {
  if (code === 'address_refused')
    return `We did not connect: ${message}. Check its name, or ask the operator of the instance to give the address.`
  return code === 'host_refused'
    ? `The engine refused us: ${message}. Check the keys and who may use Docker there.`
    : `The engine did not answer: ${message}. Check the address, the firewall, and that Docker runs there.`
}

const engineChecks = (info: EngineInfo): HostCheck[] => {
  const { engineVersion, operatingSystem, cpus, memoryBytes } = info
  const memory = `${(memoryBytes / 1024 ** 3).toFixed(1)} GB of memory`
  const isWindows = /windows/i.test(operatingSystem)
  return [
    { name: 'engine', ok: true, message: `Docker answers: ${cpus} CPUs, ${memory}.` },
    {
      name: 'version',
      ok: !isOldEngine(engineVersion),
      message: isOldEngine(engineVersion)
        ? `Docker ${engineVersion} is too old; install ${oldestEngine} or newer.`
        : `Docker ${engineVersion} is new enough.`,
    },
    {
      name: 'system',
      ok: !isWindows,
      message: isWindows
        ? `It runs Windows containers (${operatingSystem}); Linux containers are needed.`
        : `It runs Linux containers (${operatingSystem}).`,
    },
  ]
}

/** The proxies of an engine that is another host's are not to be looked at: they are that host's. */
const ownCheck = async (ctx: Context, host: Host, info: EngineInfo): Promise<HostCheck> => {
  try {
    return await proxyCheck(ctx, await claimSeen(ctx, host, info, ctx.actor))
  } catch (error) {
    if (!isEngineTaken(error)) throw error
    return { name: 'proxies', ok: false, message: error.message }
  }
}

const proxyCheck = async (ctx: Context, host: Host): Promise<HostCheck> => {
  const name = 'proxies'
  try {
    const proxies = await ctx.traffic.inspectProxies(engineOf(ctx, host).target)
    const down = proxies.filter((proxy) => !proxy.running)
    // Both are made by the first deployment.
    if (down.length === proxies.length && !(await isUsed(ctx, host))) {
      return { name, ok: true, message: 'The proxies are not there yet; the first deployment starts them.' }
    }
    return down.length === 0
      ? { name, ok: true, message: 'Both proxies run.' }
      : {
          name,
          ok: false,
          message: `Not running: ${down.map((proxy) => proxy.name).join(', ')}. Deploying starts it again.`,
        }
  } catch (error) {
    return {
      name,
      ok: false,
      message: `The proxies could not be looked at: ${error instanceof Error ? error.message : 'unknown'}`,
    }
  }
}

const isUsed = async (ctx: Context, host: Host): Promise<boolean> =>
  (await ctx.instanceDb.appHost.count({ where: { hostId: host.id, proxyKey: { not: null } } })) > 0
