import type { LogLine } from './live-state'

interface Piece {
  lines: readonly LogLine[]
  hasEarlierLines: boolean
}

interface Matches {
  lines: readonly LogLine[]
  total: number
  logLines: number
}

/** Reads from a deployment's log what the page did not come with. Both throw when the server gives no answer. */
export const logSource = (deploymentUrl: string) => ({
  earlier: (beforeId: number): Promise<Piece> => read(`${deploymentUrl}/lines?before=${beforeId}`),
  search: (text: string, signal: AbortSignal): Promise<Matches> =>
    read(`${deploymentUrl}/lines?q=${encodeURIComponent(text)}`, signal),
})

const read = async <Answer>(url: string, signal: AbortSignal | null = null): Promise<Answer> => {
  const response = await fetch(url, { signal })
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return response.json()
}
