/** The caller's own request id where it is one that a log can bear, else a new one. */
export const requestIdOf = (request: Request): string => {
  const given = request.headers.get('x-request-id')
  return given !== null && /^[A-Za-z0-9._-]{8,100}$/.test(given) ? given : crypto.randomUUID()
}
