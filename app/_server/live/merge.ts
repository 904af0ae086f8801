type Arrival<Item> = { source: AsyncGenerator<Item>; result: IteratorResult<Item> } | { error: unknown }

/**
 * What several generators yield, as it comes; each is asked for more when its last item was taken. Ends when `vital` ends
 * or the consumer stops; the others are then told by `stop`, after which each has to end. Throws what a generator throws.
 */
export async function* merge<Item>(
  vital: AsyncGenerator<Item>,
  others: readonly AsyncGenerator<Item>[],
  stop: () => void,
): AsyncGenerator<Item> {
  const arrived: Arrival<Item>[] = []
  const asked = new Set<Promise<void>>()
  let wake = () => {}
  const ask = (source: AsyncGenerator<Item>): void => {
    const asking = source
      .next()
      .then(
        (result) => arrived.push({ source, result }),
        (error: unknown) => arrived.push({ error }),
      )
      .then(() => {
        asked.delete(asking)
        wake()
      })
    asked.add(asking)
  }
  for (const source of [vital, ...others]) ask(source)
  try {
    for (;;) {
      const arrival = arrived.shift()
      if (!arrival) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        continue
      }
      if ('error' in arrival) throw arrival.error
      const { source, result } = arrival
      if (result.done) {
        if (source === vital) return
        continue
      }
      yield result.value
      ask(source)
    }
  } finally {
    stop()
    await Promise.all(asked)
  }
}
