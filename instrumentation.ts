/** Called by Next once, before the first request. */
export const register = async (): Promise<void> => {
  // Next also builds this file for a runtime without Node and replaces this constant there.
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { tellCallers } = await import('./app/_server/caller-header')
  tellCallers()
}
