/** Where it happened, but no message of Prisma's: those quote the arguments of the query, which may be secret. */
export const describeError = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : ''
  const said = error.name.startsWith('Prisma') || error.name === 'ZodError' ? '' : `: ${error.message}`
  return [`${error.name}${code}${said}`, ...frames.slice(0, 12)].join('\n')
}
