import type { Message } from '../deliveries/message'

/** A channel's opened configuration, as far as its notifier needs it. */
export type Destination =
  | { type: 'slack'; url: string }
  | { type: 'email'; to: readonly string[]; from: string | null; unsubscribeUrl: string | null }
  | { type: 'webhook'; url: string /** The newest first: each signs. */; secrets: readonly string[] }

export interface Dispatch {
  /** The delivery's: stable over all attempts. */
  id: string
  /** When it was first to be sent. */
  at: Date
  message: Message
}

/** What came of one attempt. `retryAfterMs`: what the receiver asked for. `gone`: it wants nothing any more. */
export type Attempt =
  | { ok: true; statusCode: number | null }
  | { ok: false; statusCode: number | null; error: string; retryAfterMs: number | null; gone: boolean }

/** Sends one message to one destination, once. Never throws for what the receiver does. */
export interface Notifier {
  send(destination: Destination, dispatch: Dispatch, signal?: AbortSignal): Promise<Attempt>
}
