import type { Endpoint } from '@/core/hosts/schema'
import { splitEndpoint } from '@/core/hosts/schema'
import { sealContexts } from '@/core/secrets/seal-contexts'
import type { Prisma } from '@/prisma/generated/client'
import type { Context } from '@/services/context'

/** The columns of an endpoint: what may be shown, and the rest sealed for this host. */
export const endpointColumns = (ctx: Context, hostId: string, endpoint: Endpoint) => {
  const { shown, secret } = splitEndpoint(endpoint)
  const sealed =
    endpoint.type === 'socket' ? null : ctx.vault.seal(JSON.stringify(secret), sealContexts.hostSecret(hostId))
  return { endpoint: shown, secretSealed: sealed }
}

export const defaultPublicAddress = (endpoint: Endpoint): string =>
  endpoint.type === 'socket' ? '127.0.0.1' : endpoint.host

/** A host as the audit log shows it. */
export const auditedHost = (host: {
  name: string
  endpoint: Endpoint
  publicAddress: string
}): Prisma.InputJsonObject => ({
  name: host.name,
  endpoint: splitEndpoint(host.endpoint).shown,
  publicAddress: host.publicAddress,
})
