import { isLeftOver } from '@/core/hosts/left-over'
import { EngineError, type EngineErrorCode } from '@/core/ports/containers'

interface DockerFault {
  statusCode?: number
  code?: string
  json?: { message?: string } | null
  message: string
}

const faultOf = (error: unknown): DockerFault =>
  error instanceof Error ? (error as Error & Omit<DockerFault, 'message'>) : { message: String(error) }

export const statusOf = (error: unknown): number | undefined => faultOf(error).statusCode

/** Whether what is left of the container keeps it from being started ever again. */
export const cannotStartAgain = (error: unknown): boolean => {
  const { statusCode, json, message } = faultOf(error)
  return isLeftOver(statusCode, json?.message ?? message)
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ECONNRESET',
  'EPIPE',
  // Something answers there, but it does not speak TLS.
  'EPROTO',
  'ENOTFOUND',
  'EAI_AGAIN',
])

/** A server that is there, but is not the one we trust or does not let us in: SSH host key, login and socket, TLS. */
const refusals = new RegExp(
  [
    'host denied|no matching host key|authentication methods failed|channel open failure|private ?key',
    'certificate|alert (unknown ca|bad certificate|handshake)',
  ].join('|'),
  'i',
)

/** What the engine's words mean; the first match counts. Order matters: "denied" also stands in not-found answers. */
const meanings: readonly [RegExp, EngineErrorCode][] = [
  [/no space left|disk quota/i, 'no_disk_space'],
  [/cannot allocate memory|out of memory|minimum memory limit/i, 'not_enough_memory'],
  [/manifest unknown|manifest for .* not found|repository .* not found|name unknown|no such image/i, 'image_not_found'],
  [/unauthorized|no basic auth|authentication required|incorrect username|denied|forbidden/i, 'registry_denied'],
  [/address already in use|pool overlaps/i, 'address_in_use'],
  [
    /no such host|connection refused|i\/o timeout|no route to host|timeout|deadline exceeded|tls|certificate|EOF|server misbehaving|network is unreachable/i,
    'registry_unreachable',
  ],
]

/**
 * What dockerode threw as an EngineError. `about` says whether a registry was asked: only then do its words about
 * logins and networks concern a registry.
 */
export const engineError = (error: unknown, about: 'engine' | 'registry' = 'engine'): EngineError => {
  if (error instanceof EngineError) return error
  const fault = faultOf(error)
  const message = scrub(fault.json?.message ?? fault.message)
  if (fault.statusCode === undefined) {
    if (fault.code === 'EACCES' || fault.code === 'EPERM')
      return new EngineError('host_refused', message, { cause: error })
    if (about === 'engine' && refusals.test(message)) return new EngineError('host_refused', message, { cause: error })
    if (fault.code && unreachable.has(fault.code)) return new EngineError('host_unreachable', message, { cause: error })
    if (about === 'engine' && /ssh|handshake|authentication|connection|socket hang up/i.test(message)) {
      return new EngineError('host_unreachable', message, { cause: error })
    }
  }
  const meaning = meanings.find(([pattern]) => pattern.test(message))?.[1]
  const registryOnly = meaning === 'registry_denied' || meaning === 'registry_unreachable'
  return new EngineError(meaning && (about === 'registry' || !registryOnly) ? meaning : 'engine_error', message, {
    cause: error,
  })
}

/** Credentials in URLs are all that an engine repeats of a login. */
const scrub = (text: string): string => text.replace(/\/\/[^/@\s]+@/g, '//***@').slice(0, 1000)

/** Runs a call to the engine; what it throws becomes an EngineError. */
export const asking = async <Result>(
  call: () => Promise<Result>,
  about: 'engine' | 'registry' = 'engine',
): Promise<Result> => {
  try {
    return await call()
  } catch (error) {
    throw engineError(error, about)
  }
}

/** As `asking`, with null where the engine says that there is no such thing. */
export const orNull = async <Result>(call: () => Promise<Result>): Promise<Result | null> => {
  try {
    return await call()
  } catch (error) {
    if (statusOf(error) === 404) return null
    throw engineError(error)
  }
}

/** As `asking`, but an engine that says nothing within `ms` counts as unreachable. */
export const askingWithin = async <Result>(ms: number, call: () => Promise<Result>): Promise<Result> => {
  const timeout = AbortSignal.timeout(ms)
  const late = new Promise<never>((_, reject) => {
    timeout.addEventListener('abort', () =>
      reject(new EngineError('host_unreachable', `no answer within ${ms / 1000} s`)),
    )
  })
  return asking(() => Promise.race([call(), late]))
}
