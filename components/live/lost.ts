/**
 * A connection counts as lost only after so long: browsers close all of them whenever the machine's network changes
 * (a container that starts is enough), and are back within a second or two.
 */
const patienceMs = 3000

/** Tells when a connection is lost for good enough to be mentioned, and when it is back. */
export const watchLoss = (tell: (isLost: boolean) => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    opened: () => {
      clearTimeout(timer)
      timer = undefined
      tell(false)
    },
    failed: () => {
      timer ??= setTimeout(() => tell(true), patienceMs)
    },
    stop: () => clearTimeout(timer),
  }
}
