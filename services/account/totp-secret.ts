import { sealContexts } from '@/core/secrets/seal-contexts'
import type { Context } from '@/services/context'

/** The secret of a person's authenticator app, as it is stored: it opens for this person only. */
export const sealTotp = ({ vault }: Pick<Context, 'vault'>, userId: string, secret: string): string =>
  vault.seal(secret, sealContexts.totp(userId))

export const openTotp = ({ vault }: Pick<Context, 'vault'>, userId: string, sealed: string): string =>
  vault.open(sealed, sealContexts.totp(userId))
