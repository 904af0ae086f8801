import type { Attempt } from './notifier'

export interface Mail {
  /** Stable over all attempts: its Message-ID follows from it. */
  id: string
  at: Date
  /** The name that it comes from. */
  from: string
  to: readonly string[]
  subject: string
  text: string
  html: string
  /** Ids of the mails that it continues, the first first. */
  thread: readonly string[]
  /** Where one can have no more of them; null for a mail that comes once. `oneClick`: a POST there does it at once (RFC 8058). */
  unsubscribe: { url: string; oneClick: boolean } | null
}

/** Sends one mail, once. Never throws for what the mail server does. */
export interface Mailer {
  /** Whether the operator has set a mail server; without one every mail fails and says what to set. */
  readonly isSet: boolean
  send(mail: Mail): Promise<Attempt>
}
