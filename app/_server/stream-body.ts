/**
 * Turns what a generator yields into a body: the next piece is made only when the client has room for it. `gone` is
 * aborted when no more are wanted or to come: the client no longer listens, upon which the generator has to end, or it has
 * ended or broken by itself.
 */
export const streamBody = (pieces: AsyncGenerator<string>, gone: AbortController): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await pieces.next().catch((error: unknown) => {
        gone.abort()
        throw error
      })
      if (!done) return controller.enqueue(encoder.encode(value))
      gone.abort()
      controller.close()
    },
    cancel: async () => {
      gone.abort()
      await pieces.return(undefined)
    },
  })
}
