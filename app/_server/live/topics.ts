import { invalid } from '@/core/errors'

/** What a page listens to beside the changes of its team. */
export interface Topic {
  kind: 'deployment' | 'logs' | 'sampled' | 'monitors'
  /** Of the deployment or app; empty for `sampled` and `monitors`, which are about all of the team. */
  id: string
  /** Of a deployment: the last event that the page has. */
  after: bigint
}

/** A page has a few; more would be a mistake. */
const mostTopics = 8
const pattern = /^(deployment|logs):([0-9a-zA-Z-]{1,100})(?:@(\d{1,18}))?$/

export const topicName = ({ kind, id }: Topic): string => (id === '' ? kind : `${kind}:${id}`)

/**
 * The topics that a request names, `?topic=deployment:ID@AFTER&topic=logs:APP&topic=sampled&topic=monitors`. A browser that opens a lost
 * stream again sends where it was in Last-Event-ID, which then counts. Throws invalid.
 */
export const topicsOf = (request: Request): Topic[] => {
  const named = new URL(request.url).searchParams.getAll('topic')
  if (named.length > mostTopics) throw invalid([{ path: 'topic', message: `Name at most ${mostTopics} topics.` }])
  const seen = readPositions(request.headers.get('last-event-id') ?? '')
  return named.map((text) => {
    if (text === 'sampled' || text === 'monitors') return { kind: text, id: '', after: 0n }
    const [, kind, id = '', after = '0'] = pattern.exec(text) ?? []
    if (kind !== 'deployment' && kind !== 'logs') {
      throw invalid([{ path: 'topic', message: 'Use deployment:ID, logs:ID, sampled or monitors.' }])
    }
    return { kind, id, after: seen.get(id) ?? BigInt(after) }
  })
}

/** Where a stream is in each of its deployments: the id of its last event, `ID@AFTER,ID@AFTER`. */
export const writePositions = (positions: ReadonlyMap<string, bigint>): string =>
  [...positions].map(([id, after]) => `${id}@${after}`).join(',')

const readPositions = (text: string): Map<string, bigint> =>
  new Map(
    [...text.matchAll(/([0-9a-zA-Z-]{1,100})@(\d{1,18})/g)].map(([, id = '', after = '0']) => [id, BigInt(after)]),
  )
