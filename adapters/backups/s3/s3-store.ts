import { setTimeout as pause } from 'node:timers/promises'
import type { S3Destination } from '@/core/backups/destination'
import { BackupFault } from '@/core/backups/fault'
import { isBackupName } from '@/core/backups/names'
import type { BackupStore } from '@/core/ports/backups'
import type { Resolver } from '@/core/ports/resolver'
import { type Answer, firstText, texts } from './answer'
import { exchange } from './exchange'
import { faultOf } from './fault-of'
import { type Credentials, emptyHash, pathOf, queryOf, signV4 } from './sign'
import { type Spool, spooled } from './spool'

interface S3Store {
  destination: S3Destination
  secretAccessKey: string
  /** A folder of this machine with room for one backup. */
  scratch: string
  resolver: Resolver
  /** How long is waited before each further try, in ms; none: one try. */
  pausesMs: readonly number[]
}

interface Asked {
  method: 'PUT' | 'GET' | 'DELETE'
  /** Within the bucket; empty: the bucket itself. */
  key: string
  query?: Record<string, string>
  body?: Spool
  signal?: AbortSignal
}

/** What S3 takes in one upload. */
const mostBytes = 5 * 1024 ** 3
/** A listing or a removal. */
const answerWithinMs = 60_000

/**
 * Storage that speaks S3, with the bucket in the path. A backup goes up in one request that the storage takes as a whole or
 * not at all, and whose hash it checks. What fails for a moment (no connection, 5xx, 429) is tried again.
 */
export const createS3Store = (options: S3Store): BackupStore => {
  const { destination, scratch } = options
  const within = (name: string): string => (destination.prefix === '' ? name : `${destination.prefix}/${name}`)
  return {
    put: (name, pieces, signal) =>
      spooled(scratch, pieces, signal, async (body) => {
        if (body.bytes > mostBytes) {
          throw new BackupFault('S3 takes 5 GB in one upload, and the backup is larger. Keep it in a folder.', null)
        }
        await asked(options, { method: 'PUT', key: within(name), body, signal })
        return body.bytes
      }),
    list: async () => {
      const base = within('')
      const names: string[] = []
      for (let token: string | null = ''; token !== null; ) {
        const query = {
          'list-type': '2',
          prefix: within('gapless-'),
          ...(token === '' ? {} : { 'continuation-token': token }),
        }
        const answer = await asked(options, { method: 'GET', key: '', query })
        if (!/<ListBucketResult[\s>]/.test(answer.text)) throw faultOf(answer, destination)
        names.push(...texts(answer.text, 'Key').map((key) => key.slice(base.length)))
        token =
          firstText(answer.text, 'IsTruncated') === 'true' ? firstText(answer.text, 'NextContinuationToken') : null
      }
      return names.filter(isBackupName)
    },
    remove: async (name) => {
      await asked(options, { method: 'DELETE', key: within(name) })
    },
  }
}

/** Asks until the storage has done it; throws a BackupFault where it does not. */
const asked = async (options: S3Store, request: Asked): Promise<Answer> => {
  for (let tries = 0; ; tries++) {
    const more = options.pausesMs[tries]
    try {
      const answer = await askOnce(options, request)
      if (answer.status >= 200 && answer.status < 300) return answer
      const isPassing = answer.status >= 500 || answer.status === 429
      if (!isPassing || answer.status === 507 || more === undefined) throw new Refused(answer)
    } catch (error) {
      if (error instanceof Refused) throw faultOf(error.answer, options.destination)
      if (!(error instanceof BackupFault) || more === undefined) throw error
    }
    await pause(more, undefined, request.signal ? { signal: request.signal } : {})
  }
}

/** An answer that another try would not change. */
class Refused extends Error {
  readonly answer: Answer
  constructor(answer: Answer) {
    super('refused')
    this.answer = answer
  }
}

const askOnce = async ({ destination, secretAccessKey, resolver }: S3Store, asked: Asked): Promise<Answer> => {
  const { method, key, query = {}, body, signal } = asked
  const { endpoint, region, bucket, accessKeyId } = destination
  const url = new URL(endpoint)
  url.pathname = pathOf(decodeURIComponent(url.pathname).replace(/^\/|\/$/g, ''), bucket, key)
  url.search = queryOf(query)
  const credentials: Credentials = { accessKeyId, secretAccessKey, region }
  const bodyHash = body?.hash ?? emptyHash
  return exchange({
    method,
    url,
    headers: {
      ...(await signV4({ method, url, bodyHash }, credentials, new Date())),
      'content-length': String(body?.bytes ?? 0),
      ...(body ? { 'content-type': 'application/octet-stream' } : {}),
    },
    body: body ? body.read() : null,
    resolver,
    signal: AbortSignal.any([...(signal ? [signal] : []), ...(body ? [] : [AbortSignal.timeout(answerWithinMs)])]),
  })
}
