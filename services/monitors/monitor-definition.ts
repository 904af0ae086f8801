import { type MonitorDefinition, type MonitorRequest, methods, requestSchema } from '@/core/monitors/schema'
import { sealContexts } from '@/core/secrets/seal-contexts'
import type { Monitor } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'
import { plainColumns } from './plain-columns'

/** Seals what may be secret of the request. */
export const sealRequest = (ctx: Pick<InstanceContext, 'vault'>, id: string, request: MonitorRequest): string =>
  ctx.vault.seal(JSON.stringify(request), sealContexts.monitorRequest(id))

const methodOf = (text: string): MonitorDefinition['method'] => methods.find((method) => method === text) ?? 'GET'

/** A monitor as it is to be checked, its secrets opened. */
export const definitionOf = (
  ctx: Pick<InstanceContext, 'vault'>,
  row: Monitor,
): Omit<MonitorDefinition, 'channelIds'> => {
  const request = requestSchema.parse(
    JSON.parse(ctx.vault.open(row.requestSealed, sealContexts.monitorRequest(row.id))),
  )
  return {
    ...request,
    ...plainColumns(row),
    method: methodOf(row.method),
    ipVersion: row.ipVersion === 4 || row.ipVersion === 6 ? row.ipVersion : null,
  }
}
