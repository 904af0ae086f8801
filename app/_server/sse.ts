/** One server-sent event; `data` is written as one line of JSON. */
export const sseFrame = (event: string, data: unknown, id?: string): string =>
  `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`

/** no-transform: a compressing proxy would hold events back. */
export const sseHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
}

/** How long a browser waits before it opens a lost stream again. */
export const retry = 'retry: 1000\n\n'

/** A comment: keeps the connection open through proxies that close silent ones. */
export const heartbeat = ': still here\n\n'
