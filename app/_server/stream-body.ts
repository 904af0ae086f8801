/**
 * Turns what a generator yields into a body: the next piece is made only when the client has room for it. `gone` is
 * aborted when the client no longer listens; the generator has to end then.
 */
export const streamBody = (pieces: AsyncGenerator<string>, gone: AbortController): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: async () => {
      gone.abort()
      await pieces.return(undefined)
    },
  })
}
