import { z } from 'zod'

/** What a backup keeps of an instance's secrets beside its keys, sealed by them. */
export const instanceSecretsSchema = z.object({
  nextAuthSecret: z.string(),
  probeSecret: z.string(),
  /** The content of initial-credentials.json, where it is still there. */
  credentials: z.record(z.string(), z.string()).nullable(),
})
export type InstanceSecrets = z.infer<typeof instanceSecretsSchema>

/** What a passphrase opens. */
export const instanceKeysSchema = z.object({ encryptionKeys: z.array(z.string()).min(1) })
export type InstanceKeys = z.infer<typeof instanceKeysSchema>

export const instanceSecretsContext = (instanceId: string): string => `backup:${instanceId}:secrets`
