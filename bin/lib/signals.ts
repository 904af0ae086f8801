/** Resolves at the first SIGINT, SIGTERM or SIGHUP from now on; later ones change nothing. */
export function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => resolve())
  })
}
