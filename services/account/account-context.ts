import type { InstanceContext } from '@/services/context'

/** What verbs about one's own account are given: they need no team, for a person may have none. */
export type AccountContext = Pick<
  InstanceContext,
  'instanceDb' | 'clock' | 'vault' | 'passwords' | 'attempts' | 'codes' | 'live'
>

/** Who is signed in, with which session. */
export interface AccountCaller {
  userId: string
  sessionId: string
  ip: string | null
}
