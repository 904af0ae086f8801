/** A request that did not get a whole good answer. Times are epoch milliseconds with fractions. */
export interface FailedRequest {
  app: string
  method: 'GET' | 'POST'
  beganAt: number
  endedAt: number
  /** The answer's status, or the connection's error; `truncated` had a head. */
  what: string
  connection: {
    /** When the client began to open it. */
    openedAt: number
    /** Null where it was never open. */
    localPort: number | null
  }
}

/** What a fault took away that nobody could have saved: the requests it explains are counted apart. */
export type Loss =
  /** Connections that ended with their proxy: opened before it was dead, and not among those of the one that lives. */
  | { cause: 'proxy'; from: number; until: number; othersPorts: ReadonlySet<number> }
  /** No proxy ran: from the kill until the first good answer on a connection that was opened after it. */
  | { cause: 'both proxies'; from: number; until: number }
  /** In hand of a replica when its process died: `from` it was last seen alive, `until` it was seen dead. */
  | { cause: 'replica'; app: string; from: number; until: number }
  /** From the first container that died with the engine until both proxies can have found the app again. */
  | { cause: 'engine'; app: string; from: number; until: number }

export type Cause = Loss['cause']

/** A proxy learns that a kept connection is broken when it next looks at it, and may have sent a request into it by then. */
const noticedWithinMs = 100

const isStatus = (what: string): boolean => /^\d+$/.test(what)

const overlaps = (request: FailedRequest, { from, until }: { from: number; until: number }): boolean =>
  request.endedAt >= from && request.beganAt <= until

const explains = (loss: Loss, request: FailedRequest): boolean => {
  switch (loss.cause) {
    case 'proxy': {
      const { openedAt, localPort } = request.connection
      const isOthers = localPort !== null && loss.othersPorts.has(localPort)
      return !isStatus(request.what) && request.endedAt >= loss.from && openedAt <= loss.until && !isOthers
    }
    case 'both proxies':
      return !isStatus(request.what) && overlaps(request, loss)
    case 'replica':
      // A proxy closes where a kept connection broke, so that the client may try again. 503 would be ours to prevent.
      return (
        request.app === loss.app &&
        ['502', 'truncated', 'ECONNRESET'].includes(request.what) &&
        overlaps(request, { from: loss.from, until: loss.until + noticedWithinMs })
      )
    case 'engine':
      return request.app === loss.app && overlaps(request, loss)
  }
}

/** What the request was lost to; null says that it is ours to answer for. */
export const causeOf = (request: FailedRequest, losses: readonly Loss[]): Cause | null =>
  losses.find((loss) => explains(loss, request))?.cause ?? null
