import type { Vault } from '@/core/ports/vault'
import { sealContexts } from '@/core/secrets/seal-contexts'
import type { Certificate } from '@/prisma/generated/client'
import { sha256 } from '@/services/digest'

/** Names what is served: another chain is another version. A certificate's key is never another. */
export const versionOf = async (chain: string): Promise<string> => (await sha256(chain)).slice(0, 32)

/** Certificate, chain and key in one, as the proxies take it. */
export const openPem = (
  vault: Pick<Vault, 'open'>,
  { id, chain, keySealed }: Pick<Certificate, 'id' | 'chain' | 'keySealed'>,
): string => chain + vault.open(keySealed, sealContexts.certificateKey(id))
