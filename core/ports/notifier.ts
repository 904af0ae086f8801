import type { Message } from '../deliveries/message'

/** A channel's opened configuration, as far as its notifier needs it. */
export type Destination =
  | { type: 'slack'; url: string }
  | { type: 'email'; to: readonly string[]; unsubscribeUrl: string }
  | { type: 'webhook'; url: string /** The newest first: each signs. */; secrets: readonly string[] }

export interface Dispatch {
  /** The delivery's: stable over all attempts. */
  id: string
  /** When what it tells happened. */
  at: Date
  message: Message
  /** What this continues: the deliveries that began it, and their common subject. null: it begins something. */
  thread: { ids: readonly string[]; subject: string } | null
}

/**
 * What came of one attempt. `note`: what went wrong although it was taken. `retryAfterMs`: what the receiver asked for.
 * `gone`: it wants nothing any more. `settled`: of several recipients those for whom nothing is left to do, as it has
 * reached them or they have refused it for good.
 */
export type Attempt =
  | { ok: true; statusCode: number | null; note: string | null }
  | {
      ok: false
      statusCode: number | null
      error: string
      retryAfterMs: number | null
      gone: boolean
      settled?: readonly string[]
    }

/** Sends one message to one destination, once. Never throws for what the receiver does. */
export interface Notifier {
  send(destination: Destination, dispatch: Dispatch, signal?: AbortSignal): Promise<Attempt>
}
