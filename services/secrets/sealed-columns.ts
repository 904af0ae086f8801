import { sealContexts } from '@/core/secrets/seal-contexts'
import type { Prisma } from '@/prisma/generated/client'

/** A column that holds sealed texts. */
export interface SealedColumn {
  model: Prisma.ModelName
  column: string
  /** The key of the table, which is text. */
  id: string
  /** The columns that the context is made of, in the order in which `context` takes them. */
  boundTo: readonly string[]
  context: (...values: string[]) => string
}

const { env, hostSecret, registryPassword, channelConfig, monitorRequest } = sealContexts
const { idempotentAnswer, totp, hookSecret, certificateKey, instanceSetting } = sealContexts

const one = (
  model: Prisma.ModelName,
  column: string,
  context: (value: string) => string,
  { id = 'id', boundTo }: { id?: string; boundTo?: string } = {},
): SealedColumn => ({ model, column, id, boundTo: [boundTo ?? id], context: (value = '') => context(value) })

/** Every column that holds sealed texts; a test holds this against the schema. */
export const sealedColumns: readonly SealedColumn[] = [
  one('App', 'envSealed', env),
  one('Release', 'envSealed', env, { boundTo: 'appId' }),
  one('Host', 'secretSealed', hostSecret),
  one('Registry', 'passwordSealed', registryPassword),
  one('Channel', 'configSealed', channelConfig),
  one('Monitor', 'requestSealed', monitorRequest),
  one('User', 'totpSealed', totp),
  one('DeployHook', 'secretSealed', hookSecret),
  one('Certificate', 'keySealed', certificateKey),
  one('InstanceSetting', 'sealed', instanceSetting, { id: 'key' }),
  {
    model: 'IdempotencyKey',
    column: 'bodySealed',
    id: 'id',
    boundTo: ['teamId', 'key'],
    context: (teamId = '', key = '') => idempotentAnswer(teamId, key),
  },
]
