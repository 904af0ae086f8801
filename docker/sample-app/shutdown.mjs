/** Ends the process once everything in progress has ended; nothing that was begun is broken off. */
export class Shutdown {
  #server
  #open = new Set()
  #onBegin = new Set()
  begun = false

  constructor(server) {
    this.#server = server
  }

  /** Waits for this response; once we are stopping its connection is not kept for another. */
  follow(response) {
    this.#open.add(response)
    if (this.begun) response.setHeader('connection', 'close')
    response.once('close', () => {
      this.#open.delete(response)
      if (this.begun) this.#server.closeIdleConnections()
    })
  }

  /** Calls `end` when we stop: for what would go on for ever. Returns how to take that back. */
  onBegin(end) {
    this.#onBegin.add(end)
    return () => this.#onBegin.delete(end)
  }

  begin(signal) {
    if (this.begun) return
    this.begun = true
    console.log(`${signal}: finishing ${this.#open.size} requests`)
    for (const response of this.#open) if (!response.headersSent) response.setHeader('connection', 'close')
    for (const end of this.#onBegin) end()
    this.#server.close(() => {
      console.log('stopped')
      process.exit(0)
    })
    this.#server.closeIdleConnections()
  }
}
