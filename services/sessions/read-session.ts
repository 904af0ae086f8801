import type { Actor, Role } from '@/core/access/actor'
import type { Context } from '@/services/context'
import { type BrowserInput, readBrowser } from './read-browser'

export interface SignedIn {
  sessionId: string
  /** Acts for the chosen team, or the first the person belongs to. */
  actor: Actor
  email: string
  teams: { id: string; name: string; role: Role }[]
}

/**
 * Who acts with a browser's session, looked up at every request: null once it was revoked or has expired, while a second
 * factor is still to be shown, or to be set up for the team, and for a person without a team. Rights are those of this
 * moment.
 */
export const readSession = async (
  ctx: Pick<Context, 'instanceDb' | 'clock'>,
  input: BrowserInput,
): Promise<SignedIn | null> => {
  const browser = await readBrowser(ctx, input)
  if (!browser?.actor) return null
  const { sessionId, actor, person, teams } = browser
  return { sessionId, actor, email: person.email, teams }
}
