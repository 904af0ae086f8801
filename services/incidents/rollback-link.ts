import type { Context } from '@/services/context'

const validMs = 24 * 60 * 60 * 1000
const purpose = 'roll back'

type Ctx = Pick<Context, 'signer' | 'clock'>

/** What a rollback link carries: that we made it for this incident, and until when it is good. It is no login. */
export const rollbackToken = (ctx: Ctx, incidentId: string): string => {
  const until = (ctx.clock.now().getTime() + validMs).toString(36)
  return `${until}.${ctx.signer.sign(purpose, `${incidentId}.${until}`)}`
}

/** Whether a token was made for this incident and is still good. */
export const judgeRollbackToken = (ctx: Ctx, incidentId: string, token: string): 'good' | 'expired' | 'foreign' => {
  const [until = '', signature = ''] = token.split('.')
  if (!ctx.signer.isSigned(purpose, `${incidentId}.${until}`, signature)) return 'foreign'
  return Number.parseInt(until, 36) > ctx.clock.now().getTime() ? 'good' : 'expired'
}
