import { z } from 'zod'
import { joinEndpoint } from '@/core/hosts/schema'
import type { HostTarget } from '@/core/ports/host-target'
import type { Vault } from '@/core/ports/vault'
import { sealContexts } from '@/core/secrets/seal-contexts'

interface HostRow {
  id: string
  endpoint: unknown
  secretSealed: string | null
  engineId: string | null
  anyAddress: boolean
}

/** Opens a host's secrets and says how to reach its engine. */
export const hostTarget = (host: HostRow, instanceId: string, vault: Vault): HostTarget => {
  const secret = host.secretSealed
    ? z
        .record(z.string(), z.string())
        .parse(JSON.parse(vault.open(host.secretSealed, sealContexts.hostSecret(host.id))))
    : {}
  const { id, engineId, anyAddress } = host
  return { id, instanceId, endpoint: joinEndpoint(host.endpoint, secret), engineId, anyAddress }
}
