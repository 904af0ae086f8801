/** Called by Next once, before the first request. */
export const register = async (): Promise<void> => {
  // Next also builds this file for a runtime without Node and replaces this constant there.
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const [{ tellCallers }, { protectAnswers }, { env }] = await Promise.all([
    import('./app/_server/caller-header'),
    import('./app/_server/security-headers'),
    import('./env'),
  ])
  const isDevelopment = process.env.NODE_ENV === 'development'
  // Asked at a request: `next dev` for the page of components has no settings at all.
  tellCallers(() => (isDevelopment ? [] : env().GAPLESS_TRUSTED_PROXIES))
  protectAnswers({
    isHttps: () => !isDevelopment && env().NEXTAUTH_URL.startsWith('https://'),
    isDevelopment,
  })
}
