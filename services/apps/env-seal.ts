import { z } from 'zod'
import type { Vault } from '@/core/ports/vault'
import { sealContexts } from '@/core/secrets/seal-contexts'

type Env = Record<string, string>

/** An app's env as it is stored. The context is the app's id, so that a release's copy opens the same way. */
export const sealEnv = (vault: Vault, appId: string, env: Env): string =>
  vault.seal(JSON.stringify(env), sealContexts.env(appId))

export const openEnv = (vault: Vault, appId: string, sealed: string): Env =>
  z.record(z.string(), z.string()).parse(JSON.parse(vault.open(sealed, sealContexts.env(appId))))
